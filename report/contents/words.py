"""Numbers of a review in words: values, changes with their verdict, what drove them, and what stands in the notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from analytics.kpi import INTERVALS, Answer, Direction, Kpi, Unit
from analytics.registry import kpi_by_id
from i18n.format import day, kpi_change, kpi_value, money, number
from i18n.format import period as period_words
from i18n.translate import _, word
from report.contents.facts import Facts
from report.review import Figure, Format, Value

FORMATS = {
    Unit.MONEY: Format.MONEY,
    Unit.POINTS: Format.POINTS,
    Unit.RATIO: Format.PERCENT,
    Unit.CUSTOMERS: Format.WHOLE,
    Unit.HOURS: Format.HOURS,
    Unit.CUSTOMERS_PER_MANAGER: Format.DECIMAL,
    Unit.TIMES: Format.DECIMAL,
}
MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
TELEPHONE = re.compile(r"(?<![\w/])\+?\d(?:[ .()-]?\d){7,14}(?![\w/])")
LONGEST_COMMENT = 220


def shown(answer: Answer, currency: str) -> str:
    """The value with its unit, short."""
    kpi = kpi_by_id(answer.kpi)
    return kpi_value(answer.value, kpi.unit, kpi.decimals, currency)


def short(amount: float | None, currency: str) -> str:
    """Money in three figures."""
    return money(amount, currency, compact=True)


def verdict(answer: Answer) -> tuple[str, str]:
    """Sign and verdict of the change: ▲ or ▼, and "better", "worse", "same" (chance may explain it) or ""."""
    if answer.change is None:
        return "", ""
    kpi = kpi_by_id(answer.kpi)
    text = kpi_change(answer.change, kpi.unit, kpi.decimals, "")
    if not any(figure in "123456789" for figure in text):
        return "", "same"
    sign = "▲" if answer.change > 0 else "▼"
    if answer.is_change_real is not True:
        return sign, "same"
    if kpi.direction is Direction.NEUTRAL:
        return sign, ""
    return sign, "better" if (answer.change > 0) == (kpi.direction is Direction.UP) else "worse"


def _change(answer: Answer, currency: str) -> str:
    kpi = kpi_by_id(answer.kpi)
    return "" if answer.change is None else kpi_change(answer.change, kpi.unit, kpi.decimals, currency)


def against_words(facts: Facts) -> str:
    """What the signs of the figures compare with."""
    return _("▲▼ against {period}, grey: chance may explain the change", period=facts.period.previous)


def change_words(answer: Answer, currency: str) -> str:
    """The change from the quarter before, with its sign; "" where there is nothing to compare with."""
    if answer.change is None:
        return ""
    kpi = kpi_by_id(answer.kpi)
    change = kpi_change(answer.change, kpi.unit, kpi.decimals, currency)
    return _("{change} on {period}", change=change, period=period_words(answer.period.previous))


def spread_words(answer: Answer, currency: str) -> str:
    """The ends of the 95 % interval; "" where there is none."""
    if answer.low is None or answer.high is None:
        return ""
    kpi = kpi_by_id(answer.kpi)
    low, high = (kpi_value(end, kpi.unit, kpi.decimals, currency) for end in (answer.low, answer.high))
    return _("{low} to {high}", low=low, high=high)


def is_real(answer: Answer) -> bool:
    """Whether the change is one, and can be told from nothing in the shape it is shown in."""
    return answer.is_change_real is True and verdict(answer)[0] != ""


def reason(answer: Answer) -> str:
    """Why there is no number."""
    return word(answer.note) if answer.note else _(kpi_by_id(answer.kpi).no_value)


def figure(facts: Facts, answer: Answer, comment: str = "") -> Figure:
    """One number as a card says it."""
    kpi = kpi_by_id(answer.kpi)
    sign, judged = verdict(answer)
    return Figure(
        kpi.id,
        _(kpi.name),
        shown(answer, facts.currency),
        answer.value,
        FORMATS[kpi.unit],
        spread_words(answer, facts.currency),
        _change(answer, facts.currency),
        sign,
        judged,
        comment if answer.value is not None else reason(answer),
    )


def driven_words(facts: Facts, kpi: Kpi) -> str:
    """Which group makes most of a change, by its own value or by its weight; "" where none does."""
    found = facts.driver(kpi)
    main = found.main if found is not None else None
    if found is None or main is None or main.group is None:
        return ""
    change = kpi_change(main.total, kpi.unit, kpi.decimals, facts.currency)
    if abs(main.mix) > abs(main.rate):
        return _("Most of it comes from {group}, whose weight changed ({change}).", group=main.group, change=change)
    return _("Most of it comes from {group} ({change}).", group=main.group, change=change)


def moved_title(facts: Facts, answer: Answer, said: str) -> str:
    """What the number is, and whether it moved."""
    kpi = kpi_by_id(answer.kpi)
    before = period_words(facts.period.previous)
    if answer.change is None:
        return said
    if is_real(answer):
        change = kpi_change(answer.change, kpi.unit, kpi.decimals, facts.currency)
        return _("{said}: {change} from {period}", said=said, change=change, period=before)
    if answer.is_change_real is False:
        return _("{said}: no real change from {period}", said=said, period=before)
    return said


def notes_on(facts: Facts, *kpi_ids: str, more: Sequence[str] = ()) -> tuple[str, ...]:
    """For each number: what it counts, n, what was left out, its interval, the day it is for and the snapshot."""
    found = []
    for kpi_id in kpi_ids:
        kpi = kpi_by_id(kpi_id)
        answer = facts.answer_ahead(kpi_id) if kpi.looks_ahead else facts.answer(kpi_id)
        parts = [f"{_(kpi.name)}: {_(kpi.definition)}", _("Formula: {formula}.", formula=_(kpi.formula))]
        parts.append(_("n = {n}.", n=number(answer.n)))
        left_out = [f"{_(name)}: {number(n)}" for name, n in answer.excluded.items() if n]
        if left_out:
            parts.append(_("Left out: {reasons}.", reasons=", ".join(left_out)))
        if answer.low is not None:
            parts.append(_("95% interval: {method}.", method=_(INTERVALS[kpi.method])))
        if answer.note is not None:
            parts.append(word(answer.note))
        found.append(" ".join(parts))
    known = _("Data as of {day}, snapshot {version}.", day=day(facts.as_of), version=facts.question.version)
    return (*found, *more, known)


def footnote(facts: Facts, *parts: str) -> str:
    """What stands under a chart or table: its own parts, and the day the numbers are for."""
    return " · ".join([*(part for part in parts if part), _("data as of {day}", day=day(facts.as_of))])


def n_words(answer: Answer) -> str:
    """On how many a number rests."""
    return _("n = {n}", n=number(answer.n))


def where(facts: Facts) -> str:
    """The part of the company, in words."""
    return facts.question.scope or _("whole company")


def joined(sentences: Iterable[str]) -> str:
    """Sentences in a row; empty ones are left out."""
    return " ".join(sentence for sentence in sentences if sentence)


def opened(sentence: str) -> str:
    """With a capital letter at the beginning."""
    return sentence[:1].upper() + sentence[1:]


def without_contacts(text: str) -> str:
    """What somebody wrote, without addresses and telephone numbers, in at most two hundred letters."""
    plain = TELEPHONE.sub("…", MAIL.sub("…", " ".join(text.split())))
    return plain if len(plain) <= LONGEST_COMMENT else plain[: LONGEST_COMMENT - 1].rstrip() + "…"


def cell(value: object) -> Value:
    """A value of a frame as a table keeps it: days as ISO text, what is not known as None."""
    if value is None or value != value:
        return None
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.hour == value.minute == 0 else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return float(value)
    if isinstance(value, int | str):
        return value
    plain = getattr(value, "item", None)
    return cell(plain()) if callable(plain) else str(value)
