from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.period import PeriodKind, parse_period, periods_between
from domain.scope import LAPTOP, Dimension
from ui.state import FILTERS, Known, View, read_view, with_kind, write_view

MEMBERS = {
    Dimension.TEAM: ("Đội Bắc", "Đội Nam & Trung"),
    Dimension.MANAGER: ("Nguyễn Văn Đức", "Trần, Mai"),
    Dimension.REGION: ("Hà Nội",),
    Dimension.SEGMENT: ("Lớn", "Nhỏ"),
}
KNOWN = Known(date(2023, 1, 15), date(2025, 10, 3), parse_period("2025-Q3"), 1, MEMBERS)
PERIODS = [
    *periods_between(parse_period("2023-Q1"), parse_period("2025-Q4")),
    *periods_between(parse_period("2023-01"), parse_period("2025-10")),
    *periods_between(parse_period("2023"), parse_period("2025")),
]
chosen = st.fixed_dictionaries(
    {},
    optional={
        dimension: st.lists(st.sampled_from(MEMBERS[dimension]), min_size=1, unique=True).map(tuple)
        for dimension in FILTERS
    },
)


@given(st.builds(View, st.sampled_from(PERIODS), st.sampled_from(["vi", "en"]), chosen))
def test_a_link_shows_the_same_view(view):
    again, ignored = read_view(write_view(view), KNOWN, "en")
    assert again == view
    assert ignored == []
    assert again.scope(LAPTOP) == view.scope(LAPTOP)


def test_an_empty_address_is_the_default():
    view, ignored = read_view({}, KNOWN, "vi")
    assert view == View(parse_period("2025-Q3"), "vi", {})
    assert ignored == []


@pytest.mark.parametrize(
    ("parameters", "word"),
    [
        ({"period": ["2025-Q9"]}, "period"),
        ({"period": ["'; drop table"]}, "period"),
        ({"team": ["Đội Tây"]}, "team"),
        ({"manager": ["*"]}, "manager"),
        ({"region": ["gASVKAAAAAAAAACMCGJ1aWx0aW5z"]}, "region"),
        ({"lang": ["fr"]}, "lang"),
    ],
)
def test_what_is_not_known_is_left_out_and_said(parameters, word):
    view, ignored = read_view(parameters, KNOWN, "vi")
    assert view == View(parse_period("2025-Q3"), "vi", {})
    assert [message.values["word"] for message in ignored] == [word]


def test_a_period_without_data_is_left_out_and_said():
    view, ignored = read_view({"period": ["2019-Q1"]}, KNOWN, "vi")
    assert view.period == parse_period("2025-Q3")
    assert ignored[0].values == {"period": parse_period("2019-Q1")}


def test_known_members_stay_when_a_neighbour_is_unknown():
    view, ignored = read_view({"team": ["Đội Bắc", "x"]}, KNOWN, "vi")
    assert view.chosen == {Dimension.TEAM: ("Đội Bắc",)}
    assert len(ignored) == 1


def test_a_very_long_value_is_said_in_short():
    _view, ignored = read_view({"team": ["x" * 5000]}, KNOWN, "vi")
    assert len(str(ignored[0])) < 120


def test_parameters_of_a_page_are_none_of_our_business():
    _view, ignored = read_view({"by": ["team"], "hours": ["calendar"]}, KNOWN, "vi")
    assert ignored == []


@pytest.mark.parametrize(
    ("period", "kind", "expected"),
    [
        ("2025-Q3", PeriodKind.MONTH, "2025-09"),
        ("2025-Q3", PeriodKind.YEAR, "2025"),
        ("2025-02", PeriodKind.QUARTER, "2025-Q1"),
        ("2025", PeriodKind.QUARTER, "2025-Q4"),
        ("2023", PeriodKind.MONTH, "2023-12"),
    ],
)
def test_another_length_keeps_the_place(period, kind, expected):
    view = View(parse_period(period), "vi", {Dimension.TEAM: ("Đội Bắc",)})
    moved = with_kind(view, kind, KNOWN)
    assert moved.period.name == expected
    assert moved.chosen == view.chosen


def test_periods_on_offer_cover_the_data():
    assert [period.name for period in KNOWN.periods(PeriodKind.YEAR)] == ["2023", "2024", "2025"]
    assert KNOWN.periods(PeriodKind.QUARTER)[-1].name == "2025-Q4"
