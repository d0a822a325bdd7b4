"""Numbers, money and dates in the reader's language, by the rules of CLDR (Babel).

Every function answers ``NOTHING`` for what is not known (None, NaN): no data is never shown as 0.
Blanks between a number and its unit are no-break spaces (U+00A0), the minus is U+2212, and halves are rounded
away from zero, as people do by hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

from babel.dates import format_date, get_day_names
from babel.numbers import format_currency, format_decimal, format_percent, get_currency_precision, get_currency_symbol

from domain.period import Period, PeriodKind
from i18n.language import get_language

NOTHING = "—"
MINUS = "−"
TIMES = "×"
NARROW = "\N{NO-BREAK SPACE}"

Number = int | float | Decimal

_EXACT = Context(prec=400)
"""Room for any float written out in full: the usual 28 figures refuse to round what is larger."""

COMPACT_FIGURES = 3
HOURS_A_WORKING_DAY = 8
"""What a day of waiting is counted as, on the axis of response times too."""
EXACT_COUNT_BELOW = 100_000
"""Counts of customers are shown to the unit below this, and in three figures above."""


@dataclass(frozen=True)
class _Shapes:
    """What CLDR leaves to the house: the words of magnitudes and periods, and the order of a day."""

    magnitudes: tuple[tuple[int, str], ...]
    days: str
    hours: str
    minutes: str
    percentage_points: str
    month: str
    quarter: str
    year: str
    fiscal_quarter: str
    fiscal_year: str
    day: str
    moment: str
    is_symbol_first: bool


_SHAPES = {
    "vi": _Shapes(
        magnitudes=((12, "nghìn tỷ"), (9, "tỷ"), (6, "triệu"), (3, "nghìn")),
        days="ngày",
        hours="giờ",
        minutes="phút",
        percentage_points="điểm %",
        month="Tháng {month}/{year}",
        quarter="Quý {quarter}/{year}",
        year="Năm {year}",
        fiscal_quarter="Quý {quarter} năm tài chính {year}",
        fiscal_year="Năm tài chính {year}",
        day="dd/MM/y",
        moment="{day} {time}",
        is_symbol_first=False,
    ),
    "en": _Shapes(
        magnitudes=((12, "tn"), (9, "bn"), (6, "M"), (3, "k")),
        days="days",
        hours="h",
        minutes="min",
        percentage_points="pp",
        month="{month_name} {year}",
        quarter="Q{quarter} {year}",
        year="{year}",
        fiscal_quarter="Q{quarter} FY{year}",
        fiscal_year="FY{year}",
        day="d MMM y",
        moment="{day}, {time}",
        is_symbol_first=True,
    ),
}


def number(x: Number | None, decimals: int = 0) -> str:
    """``1.234,50`` / ``1,234.50`` with exactly ``decimals`` decimals."""
    known = _known(x)
    if known is None:
        return NOTHING
    return _decimal(_rounded(known, decimals), _pattern(decimals))


def plain(x: Number | None) -> str:
    """A value inside a sentence: grouped, with up to three decimals and no trailing zeros."""
    known = _known(x)
    return NOTHING if known is None else _decimal(_rounded(known, 3).normalize(_EXACT), _pattern(0) + ".###")


def percent(ratio: Number | None, decimals: int = 0) -> str:
    """``12,5%`` / ``12.5%`` of a ratio 0..1."""
    known = _known(ratio)
    if known is None:
        return NOTHING
    exact, pattern = _rounded(known, decimals + 2), _pattern(decimals) + "%"
    with localcontext(_EXACT):
        return _signed_text(format_percent(exact, pattern, locale=get_language()))


def money(x: Number | None, currency: str, compact: bool = False) -> str:
    """``1.234.567 ₫`` / ``₫1,234,567``; compact ``1,23 triệu ₫`` / ``₫1.23 M``.

    ``currency`` is the ISO 4217 code and decides the decimals (VND 0, USD 2); empty, the number stands alone.
    """
    known = _known(x)
    if known is None:
        return NOTHING
    if not currency:
        return _compact(known) if compact else plain(known)
    if compact:
        return _with_symbol(known, currency)
    exact = _rounded(known, get_currency_precision(currency))
    with localcontext(_EXACT):
        return _signed_text(format_currency(exact, currency, locale=get_language()))


def compact(x: Number | None) -> str:
    """``1,2 tỷ`` / ``1.2 bn``: three significant figures, trailing zeros dropped."""
    known = _known(x)
    return NOTHING if known is None else _compact(known)


def day(value: date | None) -> str:
    """``31/12/2025`` / ``31 Dec 2025`` (a month in letters cannot be read the other way round)."""
    return NOTHING if value is None else format_date(value, _shapes().day, locale=get_language())


def moment(value: datetime | None) -> str:
    """``31/12/2025 15:04`` / ``31 Dec 2025, 15:04``, in the time zone the value is in."""
    return NOTHING if value is None else _shapes().moment.format(day=day(value), time=f"{value:%H:%M}")


def weekday(place: int, short: bool = False) -> str:
    """``Thứ Hai`` / ``Monday``, short ``Th 2`` / ``Mon``; 0 is Monday."""
    return str(get_day_names("abbreviated" if short else "wide", "stand-alone", get_language())[place])


def duration(hours: Number | None, hours_a_day: int | None = None) -> str:
    """``45 phút``, ``5 giờ 20 phút``, ``126 giờ`` / ``45 min``, ``5 h 20 min``, ``126 h``: minutes up to a day.

    Where it is told how many hours a day has, lengths from three days on are in days: ``715 ngày`` / ``715 days``.
    """
    known = _known(hours)
    if known is None:
        return NOTHING
    shapes, sign = _shapes(), MINUS if known < 0 else ""
    if hours_a_day is not None and abs(known) >= 3 * hours_a_day:
        return sign + number(_rounded(abs(known) / hours_a_day, 0)) + NARROW + shapes.days
    minutes = int(_rounded(abs(known) * 60, 0))
    if minutes >= 24 * 60:
        return sign + number(_rounded(abs(known), 0)) + NARROW + shapes.hours
    whole, rest = divmod(minutes, 60)
    parts = [f"{whole}{NARROW}{shapes.hours}"] if whole else []
    if rest or not whole:
        parts.append(f"{rest}{NARROW}{shapes.minutes}")
    return (sign if minutes else "") + NARROW.join(parts)


def period(value: Period) -> str:
    """``Quý 3/2025``, ``Tháng 7/2025``, ``Năm 2025`` / ``Q3 2025``, ``July 2025``, ``2025``; fiscal years say so."""
    shapes = _shapes()
    if value.kind is PeriodKind.MONTH:
        # A month is named by the calendar, whatever fiscal year it lies in.
        name = format_date(value.start, "LLLL", locale=get_language())
        return shapes.month.format(month=value.start.month, month_name=name, year=value.start.year)
    is_fiscal = value.fiscal_start_month != 1
    if value.kind is PeriodKind.QUARTER:
        return (shapes.fiscal_quarter if is_fiscal else shapes.quarter).format(quarter=value.quarter, year=value.year)
    return (shapes.fiscal_year if is_fiscal else shapes.year).format(year=value.year)


def kpi_value(value: Number | None, unit: str, decimals: int, currency: str, compact: bool = True) -> str:
    """A KPI's value with its unit. ``unit`` is the KPI's unit word; ``decimals`` those of the number shown.

    Ratios become percent, hours get their word, multiples their sign (``3.0×``); points and customers per manager
    stand alone. ``compact`` shortens money to three figures, and counts only from :data:`EXACT_COUNT_BELOW`.
    """
    known = _known(value)
    if known is None:
        return NOTHING
    if unit == "money":
        return money(known, currency, compact)
    if unit == "ratio":
        return percent(known, decimals)
    if unit == "hours":
        return number(known, decimals) + NARROW + _shapes().hours
    if unit == "times":
        return number(known, decimals) + TIMES
    if unit == "customers" and compact and abs(known) >= EXACT_COUNT_BELOW:
        return _compact(known)
    return number(known, decimals)


def kpi_change(change: Number | None, unit: str, decimals: int, currency: str, compact: bool = True) -> str:
    """A KPI's change with its sign: ``+1,2 tỷ ₫``, ``−3,4 giờ``; of a ratio in percentage points, ``+2 điểm %``.

    A change that rounds to nothing has no sign.
    """
    known = _known(change)
    if known is None:
        return NOTHING
    if unit == "ratio":
        text = number(known * 100, decimals) + NARROW + _shapes().percentage_points
    else:
        text = kpi_value(known, unit, decimals, currency, compact)
    is_up = known > 0 and any(figure in "123456789" for figure in text)
    return f"+{text}" if is_up else text


def money_unit(largest: Number | None, currency: str) -> tuple[float, str]:
    """What amounts up to ``largest`` are divided by on an axis, and the unit in words: ``(1e9, "tỷ ₫")``."""
    known = _known(largest)
    symbol = get_currency_symbol(currency, locale=get_language()) if currency else ""
    _mantissa, name = _three_figures(abs(known)) if known is not None else (Decimal(0), "")
    exponent = {word: power for power, word in _shapes().magnitudes}.get(name, 0)
    return 10.0**exponent, NARROW.join(part for part in (name, symbol) if part)


def separators() -> str:
    """Decimal mark and group mark, in the order in which Plotly's ``layout.separators`` takes them."""
    text = format_decimal(Decimal("1234.5"), "#,##0.0", locale=get_language())
    return text[5] + text[1]


def _shapes() -> _Shapes:
    return _SHAPES[get_language()]


def _known(x: Number | None) -> Decimal | None:
    """The number without binary noise; None for None, NaN and the infinities."""
    if x is None:
        return None
    # float() first: numpy's numbers print as ``np.float64(1.5)``.
    known = x if isinstance(x, Decimal) else Decimal(x) if type(x) is int else Decimal(repr(float(x)))
    return known if known.is_finite() else None


def _rounded(x: Decimal, decimals: int) -> Decimal:
    """Half away from zero; never minus zero."""
    quantum = Decimal(1).scaleb(-decimals)
    rounded = x.quantize(quantum, ROUND_HALF_UP, _EXACT)
    return abs(rounded) if rounded.is_zero() else rounded


def _pattern(decimals: int) -> str:
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def _decimal(x: Decimal, pattern: str) -> str:
    with localcontext(_EXACT):
        return _signed_text(format_decimal(x, pattern, locale=get_language()))


def _signed_text(text: str) -> str:
    return text.replace("-", MINUS)


def _three_figures(x: Decimal) -> tuple[Decimal, str]:
    """``x`` in three significant figures as (mantissa, word of its magnitude)."""
    if x.is_zero():
        return Decimal(0), ""
    rounded = _rounded(x, COMPACT_FIGURES - 1 - x.adjusted())
    for exponent, name in _shapes().magnitudes:
        if rounded.adjusted() >= exponent:
            return rounded.scaleb(-exponent), name
    return rounded, ""


def _compact(x: Decimal) -> str:
    mantissa, name = _three_figures(x)
    # Ten places hold three figures of anything down to a hundred-millionth; the pattern drops trailing zeros.
    text = _decimal(mantissa, "#,##0.##########")
    return text + NARROW + name if name else text


def _with_symbol(x: Decimal, currency: str) -> str:
    text = _compact(abs(x))
    symbol = get_currency_symbol(currency, locale=get_language())
    if not _shapes().is_symbol_first:
        amount = text + NARROW + symbol
    else:
        amount = symbol + (NARROW if symbol[-1].isalpha() else "") + text
    return MINUS + amount if x < 0 and text != "0" else amount
