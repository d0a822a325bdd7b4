"""What the numbers say, in sentences: made by rule from answers, and never more than the answers know."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from analytics.kpi import Answer, Kpi, Method, Unit
from analytics.registry import kpi_by_id
from domain.message import N_, Message
from domain.scope import NO_GROUP

MOST = 3
MAIN_SHARE = 0.5

NOTICEABLE: Mapping[Unit, float] = {
    Unit.MONEY: 0.10,
    Unit.CUSTOMERS: 0.10,
    Unit.HOURS: 0.20,
    Unit.CUSTOMERS_PER_MANAGER: 0.10,
    Unit.RATIO: 0.05,
    Unit.POINTS: 10.0,
}
"""A change of this size weighs 1 when changes are ranked: relative, except ratios and points, which are absolute."""

TOLD = (
    "revenue",
    "returning_rate",
    "nps",
    "response_time_mean",
    "target_attainment",
    "active_customers",
    "response_sla",
    "win_rate",
    "customers_per_manager",
)
"""What is worth telling, the first of equals first."""

_ROSE = {
    "relative": N_("{kpi} rose by {size} % from the period before."),
    "ratio": N_("{kpi} rose by {size} percentage points from the period before."),
    "points": N_("{kpi} rose by {size} points from the period before."),
}
_FELL = {
    "relative": N_("{kpi} fell by {size} % from the period before."),
    "ratio": N_("{kpi} fell by {size} percentage points from the period before."),
    "points": N_("{kpi} fell by {size} points from the period before."),
}


def what_changed(answers: Sequence[Answer], splits: Mapping[str, Sequence[Answer]] | None = None) -> list[Message]:
    """Up to three sentences on the largest changes that are real, each with the group that drove it if one did.

    ``answers`` are of one period, for the whole; ``splits`` holds the answers of the same period by group, by KPI id.
    Where nothing changed for certain, one sentence says so; without answers there is nothing to say. For a period
    that is not over a last sentence says what was compared.
    """
    told = [answer for answer in answers if answer.group is None and answer.kpi in TOLD]
    if not told:
        return []
    real = [answer for answer in told if answer.is_change_real and _weight(answer) > 0]
    if not real:
        if all(answer.previous is None for answer in told):
            return [Message(N_("There is no period before to compare with."))]
        return [Message(N_("Nothing changed by more than chance explains, compared with the period before."))]
    real.sort(key=lambda answer: (-_weight(answer), TOLD.index(answer.kpi)))
    sentences = [_with_driver(answer, (splits or {}).get(answer.kpi, ())) for answer in real[:MOST]]
    if not all(_is_over(answer) for answer in real[:MOST]):
        sentences.append(Message(N_("The period is not over: as many working days of the one before are compared.")))
    return sentences


def headline(page: str, answers: Mapping[str, Answer]) -> Message | None:
    """The one sentence at the head of a page, from answers for the whole by KPI id.

    Where there is no number the reason is the headline; None where the page's answers are not given.
    """
    for kpi_id in _HEADLINE_KPIS.get(page, ()):
        answer = answers.get(kpi_id)
        if answer is not None and answer.value is not None:
            return _HEADLINES[kpi_id](answer)
    given = [answers[kpi_id] for kpi_id in _HEADLINE_KPIS.get(page, ()) if kpi_id in answers]
    return given[0].note if given else None


def change_sentence(answer: Answer) -> Message | None:
    """How the answer changed from the period before; None where no change can be told or none happened."""
    if not answer.is_change_real or not answer.change:
        return None
    kpi = kpi_by_id(answer.kpi)
    size, scale = _size(kpi, answer)
    if size is None:
        return None
    words = _ROSE if answer.change > 0 else _FELL
    return Message(words[scale], {"kpi": Message(kpi.name), "size": size})


def _size(kpi: Kpi, answer: Answer) -> tuple[float | None, str]:
    change = abs(answer.change or 0.0)
    if kpi.unit is Unit.RATIO:
        return round(100 * change, 1), "ratio"
    if kpi.unit is Unit.POINTS:
        return round(change, 1), "points"
    if not answer.previous or answer.previous < 0:
        return None, "relative"
    return round(100 * change / answer.previous, 1), "relative"


def _weight(answer: Answer) -> float:
    """How large the change is against what one notices; 0 where it cannot be put in words."""
    kpi = kpi_by_id(answer.kpi)
    size, scale = _size(kpi, answer)
    if not size:
        return 0.0
    return (size if scale == "points" else size / 100) / NOTICEABLE[kpi.unit]


def _with_driver(answer: Answer, groups: Sequence[Answer]) -> Message:
    sentence = change_sentence(answer)
    assert sentence is not None, "only real changes are told"
    kpi = kpi_by_id(answer.kpi)
    own = [group for group in groups if group.group not in (None, NO_GROUP) and group.period == answer.period]
    driver = _additive_driver(answer, own) if kpi.method in (Method.TOTAL, Method.COUNT) else _own_driver(answer, own)
    if driver is None:
        return sentence
    text = (
        N_("{sentence} Most of it comes from {group}.")
        if kpi.method in (Method.TOTAL, Method.COUNT)
        else N_("{sentence} {group} moved most.")
    )
    return Message(text, {"sentence": sentence, "group": driver})


def _additive_driver(answer: Answer, groups: Sequence[Answer]) -> str | None:
    """The group that alone makes more than half of the change; a group without a number has nothing, so 0."""
    change = answer.change or 0.0
    moves = {str(group.group): (group.value or 0.0) - (group.previous or 0.0) for group in groups}
    if len(moves) < 2:
        return None
    name = max(moves, key=lambda group: (moves[group] / change, group))
    return name if moves[name] / change > MAIN_SHARE else None


def _own_driver(answer: Answer, groups: Sequence[Answer]) -> str | None:
    """The group with the largest change of its own in the same direction, among those whose change is real."""
    change = answer.change or 0.0
    moved = [group for group in groups if group.is_change_real and (group.change or 0.0) * change > 0]
    if len(groups) < 2 or not moved:
        return None
    return str(max(moved, key=lambda group: (abs(group.change or 0.0), str(group.group))).group)


def _is_over(answer: Answer) -> bool:
    return answer.as_of is None or answer.as_of >= answer.period.end - timedelta(days=1)


def _attainment(answer: Answer) -> Message:
    percent = round(100 * (answer.value or 0.0), 1)
    if (answer.value or 0.0) >= 1:
        return Message(N_("The target is met: {percent} % of it is reached."), {"percent": percent})
    if _is_over(answer):
        return Message(N_("The target was missed: {percent} % of it was reached."), {"percent": percent})
    return Message(N_("{percent} % of the target is reached so far; the period is not over."), {"percent": percent})


def _revenue(answer: Answer) -> Message:
    if not _is_over(answer):
        return Message(N_("The period is not over: revenue is known to {day}."), {"day": answer.as_of})
    told = change_sentence(answer)
    if told is not None:
        return told
    if answer.previous is None:
        return Message(N_("This is the first period with revenue."))
    return Message(N_("Revenue is as high as in the period before."))


def _returning(answer: Answer) -> Message:
    values = {
        "returning": int(answer.numerator or 0),
        "before": int(answer.denominator or 0),
        "percent": round(100 * (answer.value or 0.0), 1),
    }
    return Message(N_("{returning} of {before} customers came back: {percent} %."), values)


def _nps(answer: Answer) -> Message:
    values: dict[str, object] = {"score": round(answer.value or 0.0, 1), "n": answer.n}
    if answer.low is None or answer.high is None:
        return Message(N_("The score is {score}, from {n} answers."), values)
    values |= {"low": round(answer.low), "high": round(answer.high)}
    return Message(
        N_("The score is {score}, from {n} answers: between {low} and {high}, as far as they can tell."), values
    )


def _response_time(answer: Answer) -> Message:
    waiting = answer.excluded.get("waiting", 0)
    values = {"hours": round(answer.value or 0.0, 1), "n": answer.n, "waiting": waiting}
    if waiting:
        return Message(
            N_("A first answer took {hours} business hours on average; {waiting} tickets are still waiting."), values
        )
    return Message(N_("A first answer took {hours} business hours on average; no ticket is waiting."), values)


def _portfolio(answer: Answer) -> Message:
    return Message(
        N_("An account manager looked after {load} customers on average."), {"load": round(answer.value or 0.0, 1)}
    )


_HEADLINE_KPIS: Mapping[str, tuple[str, ...]] = {
    "overview": ("target_attainment", "revenue", "returning_rate", "nps", "response_time_mean"),
    "revenue": ("target_attainment", "revenue"),
    "retention": ("returning_rate",),
    "nps": ("nps",),
    "response_time": ("response_time_mean",),
    "portfolio": ("customers_per_manager",),
}

_HEADLINES: Mapping[str, Callable[[Answer], Message]] = {
    "target_attainment": _attainment,
    "revenue": _revenue,
    "returning_rate": _returning,
    "nps": _nps,
    "response_time_mean": _response_time,
    "customers_per_manager": _portfolio,
}
