"""Facts known by hand (CLDR and Vietnamese usage), not what Babel happens to print."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.period import PeriodKind, parse_period, period_containing
from i18n import format as shapes
from i18n.language import set_language


def both(make) -> tuple[str, str]:
    worded = []
    for language in ("vi", "en"):
        set_language(language)
        worded.append(make().replace(shapes.NARROW, " "))
    return worded[0], worded[1]


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (1234567.891, 2, ("1.234.567,89", "1,234,567.89")),
        (1234567, 0, ("1.234.567", "1,234,567")),
        (0.5, 0, ("1", "1")),
        (2.5, 0, ("3", "3")),
        (-2.5, 0, ("−3", "−3")),
        (1.005, 2, ("1,01", "1.01")),
        (-0.001, 1, ("0,0", "0.0")),
        (np.float64(1.5), 1, ("1,5", "1.5")),
        (np.int64(1500), 0, ("1.500", "1,500")),
        (Decimal("0.10"), 1, ("0,1", "0.1")),
        (1e30, 1, ("1." + "000." * 9 + "000,0", "1," + "000," * 9 + "000.0")),
        (None, 1, ("—", "—")),
        (float("nan"), 1, ("—", "—")),
        (float("inf"), 1, ("—", "—")),
    ],
)
def test_number(value, decimals, expected) -> None:
    assert both(lambda: shapes.number(value, decimals)) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1.2e9, ("1,2 tỷ", "1.2 bn")),
        (1_234_567_890, ("1,23 tỷ", "1.23 bn")),
        (345e6, ("345 triệu", "345 M")),
        (999_600_000, ("1 tỷ", "1 bn")),
        (999_400_000, ("999 triệu", "999 M")),
        (12_345, ("12,3 nghìn", "12.3 k")),
        (2.5e12, ("2,5 nghìn tỷ", "2.5 tn")),
        (1.234e16, ("12.300 nghìn tỷ", "12,300 tn")),
        (-1_234, ("−1,23 nghìn", "−1.23 k")),
        (99.96, ("100", "100")),
        (0.012345, ("0,0123", "0.0123")),
        (0, ("0", "0")),
        (None, ("—", "—")),
    ],
)
def test_compact_keeps_three_figures(value, expected) -> None:
    assert both(lambda: shapes.compact(value)) == expected


@pytest.mark.parametrize(
    ("value", "currency", "compact", "expected"),
    [
        (1_234_567, "VND", False, ("1.234.567 ₫", "₫1,234,567")),
        (1_234_567.5, "VND", False, ("1.234.568 ₫", "₫1,234,568")),
        (1_234_567.5, "USD", False, ("1.234.567,50 US$", "$1,234,567.50")),
        (-5, "VND", False, ("−5 ₫", "−₫5")),
        (1.2e9, "VND", True, ("1,2 tỷ ₫", "₫1.2 bn")),
        (-1.5e6, "USD", True, ("−1,5 triệu US$", "−$1.5 M")),
        (2e6, "CHF", True, ("2 triệu CHF", "CHF 2 M")),
        (0, "VND", True, ("0 ₫", "₫0")),
        (1500.25, "", False, ("1.500,25", "1,500.25")),
        (1500, "", True, ("1,5 nghìn", "1.5 k")),
        (None, "VND", False, ("—", "—")),
    ],
)
def test_money_by_its_iso_code(value, currency, compact, expected) -> None:
    assert both(lambda: shapes.money(value, currency, compact)) == expected


@pytest.mark.parametrize(
    ("ratio", "decimals", "expected"),
    [
        (0.91, 0, ("91%", "91%")),
        (1e30, 0, ("100" + ".000" * 10 + "%", "100" + ",000" * 10 + "%")),
        (0.1234, 1, ("12,3%", "12.3%")),
        (0.125, 0, ("13%", "13%")),
        (None, 0, ("—", "—")),
    ],
)
def test_percent(ratio, decimals, expected) -> None:
    assert both(lambda: shapes.percent(ratio, decimals)) == expected


def test_days_and_moments() -> None:
    assert both(lambda: shapes.day(date(2025, 2, 1))) == ("01/02/2025", "1 Feb 2025")
    assert both(lambda: shapes.moment(datetime(2025, 2, 1, 9, 5))) == ("01/02/2025 09:05", "1 Feb 2025, 09:05")
    assert both(lambda: shapes.day(None)) == ("—", "—")
    assert both(lambda: shapes.moment(None)) == ("—", "—")


@pytest.mark.parametrize(
    ("name", "fiscal_start", "expected"),
    [
        ("2025-Q3", 1, ("Quý 3/2025", "Q3 2025")),
        ("2025-07", 1, ("Tháng 7/2025", "July 2025")),
        ("2025", 1, ("Năm 2025", "2025")),
        ("2026-Q1", 4, ("Quý 1 năm tài chính 2026", "Q1 FY2026")),
        ("2026", 4, ("Năm tài chính 2026", "FY2026")),
    ],
)
def test_period(name, fiscal_start, expected) -> None:
    assert both(lambda: shapes.period(parse_period(name, fiscal_start))) == expected


def test_a_month_of_a_fiscal_year_keeps_its_calendar_name() -> None:
    month = period_containing(date(2025, 7, 9), PeriodKind.MONTH, 4)
    assert both(lambda: shapes.period(month)) == ("Tháng 7/2025", "July 2025")


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "compact", "expected"),
    [
        (1.2e9, "money", 0, True, ("1,2 tỷ ₫", "₫1.2 bn")),
        (1_234_567, "money", 0, False, ("1.234.567 ₫", "₫1,234,567")),
        (0.914, "ratio", 1, True, ("91,4%", "91.4%")),
        (3.44, "hours", 1, True, ("3,4 giờ", "3.4 h")),
        (33.33, "points", 1, True, ("33,3", "33.3")),
        (12_345, "customers", 0, True, ("12.345", "12,345")),
        (1_234_567, "customers", 0, True, ("1,23 triệu", "1.23 M")),
        (1_234_567, "customers", 0, False, ("1.234.567", "1,234,567")),
        (13.333, "customers_per_manager", 1, True, ("13,3", "13.3")),
        (None, "hours", 1, True, ("—", "—")),
        (float("nan"), "money", 0, True, ("—", "—")),
    ],
)
def test_a_kpis_value_has_its_unit(value, unit, decimals, compact, expected) -> None:
    assert both(lambda: shapes.kpi_value(value, unit, decimals, "VND", compact)) == expected


@pytest.mark.parametrize(
    ("change", "unit", "decimals", "expected"),
    [
        (1.2e9, "money", 0, ("+1,2 tỷ ₫", "+₫1.2 bn")),
        (-1.2e9, "money", 0, ("−1,2 tỷ ₫", "−₫1.2 bn")),
        (0.021, "ratio", 1, ("+2,1 điểm %", "+2.1 pp")),
        (-0.021, "ratio", 1, ("−2,1 điểm %", "−2.1 pp")),
        (-3.44, "hours", 1, ("−3,4 giờ", "−3.4 h")),
        (0.01, "hours", 1, ("0,0 giờ", "0.0 h")),
        (-0.01, "hours", 1, ("0,0 giờ", "0.0 h")),
        (4, "customers", 0, ("+4", "+4")),
        (None, "ratio", 1, ("—", "—")),
    ],
)
def test_a_kpis_change_has_its_sign(change, unit, decimals, expected) -> None:
    assert both(lambda: shapes.kpi_change(change, unit, decimals, "VND")) == expected


def test_separators_for_charts() -> None:
    assert both(shapes.separators) == (",.", ".,")


@given(st.floats(-1e15, 1e15), st.integers(0, 4))
def test_a_printed_number_reads_back_to_itself(value: float, decimals: int) -> None:
    set_language("vi")
    text = shapes.number(value, decimals)
    back = float(text.replace(".", "").replace(",", ".").replace(shapes.MINUS, "-"))
    assert abs(back - value) <= 0.5000001 * 10**-decimals + abs(value) * 1e-15


@given(st.floats(-1e15, 1e15).filter(lambda x: abs(x) > 1e-6))
def test_compact_is_within_half_a_percent(value: float) -> None:
    set_language("en")
    figures, _blank, magnitude = shapes.compact(value).partition(shapes.NARROW)
    scale = {"": 1.0, "k": 1e3, "M": 1e6, "bn": 1e9, "tn": 1e12}[magnitude]
    back = float(figures.replace(",", "").replace(shapes.MINUS, "-")) * scale
    assert abs(back - value) <= abs(value) * 0.00501
