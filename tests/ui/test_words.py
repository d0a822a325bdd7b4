from __future__ import annotations

import pandas as pd
import pytest

from analytics.kpi import Answer
from analytics.registry import KPIS, kpi_by_id
from domain.period import parse_period
from i18n.translate import set_language
from ui.columns import COLUMN_NAMES, PROVENANCE
from ui.findings import footnote
from ui.nav import PAGES
from ui.tables import localised, room_for, search, shapes_of
from ui.verdict import is_uncertain, verdict

QUARTER = parse_period("2025-Q3")


@pytest.mark.parametrize(
    ("kpi_id", "change", "is_real", "sign", "colour"),
    [
        ("nps", 5.0, True, "▲", "green"),
        ("nps", -5.0, True, "▼", "red"),
        ("nps", 5.0, False, "▲", "gray"),
        ("nps", 5.0, None, "▲", "gray"),
        ("response_time_mean", 2.0, True, "▲", "red"),
        ("response_time_mean", -2.0, True, "▼", "green"),
        ("lost_customers", 3.0, True, "▲", "red"),
        ("customers_per_manager", 3.0, True, "▲", "gray"),
        ("nps", 0.0, True, "●", "gray"),
    ],
)
def test_better_and_worse_have_one_sign_and_one_colour(kpi_id, change, is_real, sign, colour):
    found = verdict(kpi_by_id(kpi_id), change, is_real, "VND")
    assert (found.sign, found.colour) == (sign, colour)


def test_nothing_to_compare_is_no_verdict():
    assert verdict(kpi_by_id("nps"), None, None, "VND") is None
    assert not is_uncertain(None, None)
    assert is_uncertain(3.0, False)


def test_a_minus_is_a_minus():
    assert verdict(kpi_by_id("nps"), -5.0, True, "VND").words.startswith("−")


def test_the_footnote_says_what_was_left_out():
    answer = Answer("nps", QUARTER, None, 1.0, n=1234, excluded={"no score": 12, "repeat answer": 0}, snapshot="000007")
    set_language("vi")
    text = footnote(answer)
    assert "1.234" in text
    assert "12" in text
    assert "000007" in text
    assert text.count("·") == 2


def test_every_kpi_is_on_a_page_there_is():
    assert {kpi.page for kpi in KPIS} <= {page.name for page in PAGES}


def test_provenance_columns_have_names():
    assert set(PROVENANCE) <= set(COLUMN_NAMES)


def frame() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "customer": ["Công ty Đà Nẵng", "Sao Việt"],
            "comment": ["Chậm", None],
            "score": [0, 9],
            "created_at": pd.to_datetime(["2025-06-30 17:30", None]),
        }
    )


@pytest.mark.parametrize("text", ["da nang", "ĐÀ NẴNG", "Đà", "cham", "công TY  đà"])
def test_search_folds_accents(text):
    assert list(search(frame(), text)["customer"]) == ["Công ty Đà Nẵng"]


def test_search_for_nothing_is_everything_and_marks_are_letters():
    assert len(search(frame(), "  ")) == 2
    assert search(frame(), ".*").empty


def test_moments_are_shown_in_the_company_s_time_zone():
    shown = localised(frame(), "Asia/Ho_Chi_Minh")
    assert shown["created_at"][0] == pd.Timestamp("2025-07-01 00:30")
    assert frame()["created_at"][0] == pd.Timestamp("2025-06-30 17:30")


def test_numbers_in_tables_follow_the_chosen_language():
    numbers = pd.DataFrame({"revenue": [1234567.0, None], "line_no": [1234, 2], "share": [0.125, 0.5]})
    set_language("vi")
    shapes = shapes_of(numbers)
    assert shapes["revenue"](1234567.0) == "1.234.567"
    assert shapes["revenue"](float("nan")) == "—"
    assert shapes["line_no"](1234) == "1234"
    assert shapes["share"](0.125) == "12,5%"


def test_a_wide_number_far_down_is_not_cut_to_a_smaller_one():
    set_language("en")
    unknown = [float("nan")] * 10
    assert room_for("amount", pd.Series([*unknown, 4_252_999_310.0]), "From") == len("4,252,999,310") * 8 + 20
    assert room_for("amount", pd.Series([4_252_999_310.0, *unknown, 5.0]), "From") is None
    assert room_for("amount", pd.Series([*unknown, 4_252.0]), "A long name") is None
    assert room_for("amount", pd.Series(unknown), "From") is None
