"""What the numbers say, in sentences: made by rule from answers, and never more than the answers know."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
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
    Unit.TIMES: 0.10,
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

SMALLEST_TOLD = 0.2
"""The share of a noticeable change below which a change, however certain, is not worth a sentence."""

_ROSE = {
    "relative": N_("{kpi} rose by {size}% from the period before."),
    "ratio": N_("{kpi} rose by {size} percentage points from the period before."),
    "points": N_("{kpi} rose by {size} points from the period before."),
}
_FELL = {
    "relative": N_("{kpi} fell by {size}% from the period before."),
    "ratio": N_("{kpi} fell by {size} percentage points from the period before."),
    "points": N_("{kpi} fell by {size} points from the period before."),
}
_ROSE_IN_A_YEAR = {
    "relative": N_("{kpi} rose by {size}% from a year before."),
    "ratio": N_("{kpi} rose by {size} percentage points from a year before."),
    "points": N_("{kpi} rose by {size} points from a year before."),
}
_FELL_IN_A_YEAR = {
    "relative": N_("{kpi} fell by {size}% from a year before."),
    "ratio": N_("{kpi} fell by {size} percentage points from a year before."),
    "points": N_("{kpi} fell by {size} points from a year before."),
}


@dataclass(frozen=True)
class _Move:
    """One answer against one other period: the period before, or the same one a year ago."""

    answer: Answer
    value_then: float | None
    change: float
    is_real: bool | None
    is_year: bool = False


def _moves(answer: Answer) -> list[_Move]:
    """The comparisons an answer has, the period before first."""
    found = []
    if answer.change is not None:
        found.append(_Move(answer, answer.previous, answer.change, answer.is_change_real))
    if answer.last_year_change is not None:
        found.append(
            _Move(answer, answer.last_year, answer.last_year_change, answer.is_last_year_change_real, is_year=True)
        )
    return found


def what_changed(answers: Sequence[Answer], splits: Mapping[str, Sequence[Answer]] | None = None) -> list[Message]:
    """Up to three sentences on the largest changes that are real, each with the group that drove it if one did.

    ``answers`` are of one period, for the whole; ``splits`` holds the answers of the same period by group, by KPI id.
    A KPI is told against the period before; where nothing is certain there, against the same period a year ago.
    Where nothing changed for certain, one sentence says so; without answers there is nothing to say. For a period
    that is not over a last sentence says what was compared.
    """
    told = [answer for answer in answers if answer.group is None and answer.kpi in TOLD]
    if not told:
        return []
    real: list[_Move] = []
    for answer in told:
        worth = [move for move in _moves(answer) if move.is_real and _weight(move) >= SMALLEST_TOLD]
        real += worth[:1]
    if not real:
        if all(answer.previous is None for answer in told):
            return [Message(N_("There is no period before to compare with."))]
        return [Message(N_("Nothing changed by more than chance explains, compared with the period before."))]
    real.sort(key=lambda move: (-_weight(move), TOLD.index(move.answer.kpi)))
    sentences = [_with_driver(move, (splits or {}).get(move.answer.kpi, ())) for move in real[:MOST]]
    if not all(_is_over(move.answer) for move in real[:MOST]):
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
    moves = [move for move in _moves(answer) if not move.is_year]
    return _sentence(moves[0]) if moves and moves[0].is_real else None


def _sentence(move: _Move) -> Message | None:
    kpi = kpi_by_id(move.answer.kpi)
    size, scale = _size(kpi, move)
    if not size:
        return None
    if move.is_year:
        words = _ROSE_IN_A_YEAR if move.change > 0 else _FELL_IN_A_YEAR
    else:
        words = _ROSE if move.change > 0 else _FELL
    return Message(words[scale], {"kpi": Message(kpi.name), "size": size})


def _size(kpi: Kpi, move: _Move) -> tuple[float | None, str]:
    change = abs(move.change)
    if kpi.unit is Unit.RATIO:
        return round(100 * change, 1), "ratio"
    if kpi.unit is Unit.POINTS:
        return round(change, 1), "points"
    if not move.value_then or move.value_then < 0:
        return None, "relative"
    return round(100 * change / move.value_then, 1), "relative"


def _weight(move: _Move) -> float:
    """How large the change is against what one notices; 0 where it cannot be put in words."""
    kpi = kpi_by_id(move.answer.kpi)
    size, scale = _size(kpi, move)
    if not size:
        return 0.0
    return (size if scale == "points" else size / 100) / NOTICEABLE[kpi.unit]


def _with_driver(move: _Move, groups: Sequence[Answer]) -> Message:
    sentence = _sentence(move)
    assert sentence is not None, "only real changes are told"
    is_sum = kpi_by_id(move.answer.kpi).method in (Method.TOTAL, Method.COUNT)
    own = [group for group in groups if group.group not in (None, NO_GROUP) and group.period == move.answer.period]
    driver = _additive_driver(move, own) if is_sum else _own_driver(move, own)
    if driver is None:
        return sentence
    text = N_("{sentence} Most of it comes from {group}.") if is_sum else N_("{sentence} {group} moved most.")
    return Message(text, {"sentence": sentence, "group": driver})


def _additive_driver(move: _Move, groups: Sequence[Answer]) -> str | None:
    """The group that alone makes more than half of the change; a group without a number has nothing, so 0."""

    def then(group: Answer) -> float:
        return (group.last_year if move.is_year else group.previous) or 0.0

    moved = {str(group.group): (group.value or 0.0) - then(group) for group in groups}
    if len(moved) < 2:
        return None
    name = max(moved, key=lambda group: (moved[group] / move.change, group))
    return name if moved[name] / move.change > MAIN_SHARE else None


def _own_driver(move: _Move, groups: Sequence[Answer]) -> str | None:
    """The group with the largest change of its own in the same direction, among those whose change is real."""
    moved = [
        other
        for group in groups
        for other in _moves(group)
        if other.is_year == move.is_year and other.is_real and other.change * move.change > 0
    ]
    if len(groups) < 2 or not moved:
        return None
    return str(max(moved, key=lambda other: (abs(other.change), str(other.answer.group))).answer.group)


def _is_over(answer: Answer) -> bool:
    return answer.as_of is None or answer.as_of >= answer.period.end - timedelta(days=1)


def _attainment(answer: Answer) -> Message:
    percent = round(100 * (answer.value or 0.0), 1)
    if (answer.value or 0.0) >= 1:
        return Message(N_("The target is met: {percent}% of it is reached."), {"percent": percent})
    if _is_over(answer):
        return Message(N_("The target was missed: {percent}% of it was reached."), {"percent": percent})
    return Message(N_("{percent}% of the target is reached so far; the period is not over."), {"percent": percent})


def _revenue(answer: Answer) -> Message:
    if not _is_over(answer):
        return Message(N_("The period is not over: revenue is known to {day}."), {"day": answer.as_of})
    told = change_sentence(answer)
    if told is None:
        if answer.previous is None:
            return Message(N_("This is the first period with revenue."))
        told = Message(N_("Revenue is as high as in the period before."))
    return _beside_last_year(told, answer)


def _beside_last_year(told: Message, answer: Answer) -> Message:
    """The sentence and how far the period is from the same one a year ago: a season alone moves it from the last."""
    if answer.last_year is None or answer.last_year <= 0 or answer.value is None:
        return told
    share = round(100 * abs(answer.value / answer.last_year - 1), 1)
    if not share:
        return Message(N_("{sentence} It is as high as a year before."), {"sentence": told})
    values = {"sentence": told, "size": share}
    if answer.value > answer.last_year:
        return Message(N_("{sentence} It is {size}% above the year before."), values)
    return Message(N_("{sentence} It is {size}% below the year before."), values)


def _returning(answer: Answer) -> Message:
    values = {
        "returning": int(answer.numerator or 0),
        "before": int(answer.denominator or 0),
        "percent": round(100 * (answer.value or 0.0), 1),
    }
    return Message(N_("{returning} of {before} customers came back: {percent}%."), values)


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
