"""The proof behind a number: its sentences by hand-checked answers, and the dialog on the pages."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from analytics.kpi import Answer
from analytics.registry import kpi_by_id
from domain.period import parse_period
from i18n.translate import set_language
from tests.data.stores import stored
from tests.ui.test_pages import ROWS, run, workspace
from ui import proof_words
from ui.proof import counted

__all__ = ["workspace"]

QUARTER = parse_period("2025-Q3")
NPS, RATE, MEAN = kpi_by_id("nps"), kpi_by_id("win_rate"), kpi_by_id("response_time_mean")


@pytest.fixture(autouse=True)
def english():
    set_language("en")


def answer(kpi: str, value: float | None, **given: object) -> Answer:
    return Answer(kpi, QUARTER, None, value, **given)


def test_twenty_answers_are_too_few():
    found = answer("nps", 25.0, low=-8.0, high=58.0, n=20, change=10.0, is_change_real=False)
    assert proof_words.interval_sentence(NPS, found, "") == (
        "25.0 ± 33.0 from 20 answers: too few to say it changed since Q2 2025."
    )
    assert proof_words.bounds_sentence(NPS, found, "").startswith("With 95% certainty between −8.0 and 58.0")


def test_a_real_change_is_said_with_its_direction():
    found = answer("win_rate", 0.25, low=0.2, high=0.3, n=400, change=-0.2, is_change_real=True)
    assert proof_words.interval_sentence(RATE, found, "") == (
        "25.0% ± 5.0% from 400 closed deals: enough to say that it fell since Q2 2025."
    )


def test_many_answers_that_do_not_differ_are_not_called_few():
    found = answer("nps", 25.0, low=20.0, high=30.0, n=1000, change=1.0, is_change_real=False)
    assert "chance alone" in proof_words.interval_sentence(NPS, found, "")


def test_a_total_is_not_estimated():
    found = answer("revenue", 1_000_000.0, n=2)
    assert proof_words.interval_sentence(kpi_by_id("revenue"), found, "VND") == (
        "₫1,000,000, counted from all 2 revenue lines there are: no part of it is estimated."
    )


@pytest.mark.parametrize(
    ("kpi", "value", "numerator", "denominator", "expected"),
    [
        ("win_rate", 0.25, 10.0, 40.0, "10 / 40 = 25.0%"),
        ("nps", 33.3333, 108.0, 324.0, "100 × 108 / 324 = 33.3"),
        ("response_time_mean", 5.0, 50.0, 10.0, "50.0 hours / 10 tickets = 5.0\N{NO-BREAK SPACE}h"),
        ("response_time_median", 3.0, 10.0, 12.0, "10 of 12 tickets are answered: 3.0\N{NO-BREAK SPACE}h"),
        ("target_attainment", 0.5, 90.0, 180.0, "₫90 / ₫180 = 50.0%"),
        ("pipeline_coverage", 3.0, 4_800_000.0, 1_600_000.0, "₫4,800,000 / ₫1,600,000 = 3.0×"),
        ("customers_per_manager", 13.3333, 1800.0, 135.0, "1,800 / 135 = 13.3"),
        ("win_rate", None, None, None, ""),
    ],
)
def test_the_formula_with_its_numbers(kpi, value, numerator, denominator, expected):
    found = answer(kpi, value, numerator=numerator, denominator=denominator, n=10)
    assert proof_words.reckoning(kpi_by_id(kpi), found, "VND") == expected


def test_what_was_left_out_is_worded_the_largest_first():
    found = answer("nps", 1.0, excluded={"no score": 2, "repeat answer": 5})
    assert proof_words.left_out(found) == ["5 · a newer answer counts", "2 · no score given"]


def test_the_comparison_says_better_worse_or_neither():
    found = answer("response_time_mean", 5.0, previous=3.0, change=2.0, is_change_real=True)
    before, year_ago = proof_words.comparisons(MEAN, found, "")
    assert before.startswith("Q2 2025: 3.0")
    assert before.endswith("worse")
    assert year_ago == "Q3 2024: no number to compare with"


def test_rows_that_carry_nothing_are_the_ones_left_out():
    rows = pd.DataFrame({"contribution_numerator": [1, None, None], "contribution_denominator": [1, 1, None]})
    assert list(counted(NPS, rows)) == [True, True, False]
    waits = pd.DataFrame({"hours": [1.0, 2.0, None], "contribution_numerator": [1.0, None, None]})
    assert list(counted(kpi_by_id("response_time_median"), waits)) == [True, True, False]
    assert list(counted(MEAN, waits)) == [True, False, False]


def texts(app) -> str:
    return "\n".join(element.value for element in app.markdown)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_one_click_on_a_card_opens_the_proof(workspace, language):
    stored(workspace, ROWS)
    app = run(lang=language, period="2025-Q3")
    assert kpi_by_id("nps").definition[:40] not in texts(app), "nothing is drawn before it is asked for"
    app.button(key="proof-card-nps").click().run()
    assert not app.exception
    assert [error.value for error in app.error] == []
    assert "&#46;csv" in texts(app), "the file the rows come from is named"
    assert len(app.dataframe) >= 1


@pytest.mark.parametrize(
    ("page", "key"),
    [
        ("revenue", "proof-figure-pipeline_coverage"),
        ("revenue", "proof-figure-target_attainment"),
        ("response_time", "proof-figure-response_time_median"),
        ("retention", "proof-figure-lost_customers"),
        ("portfolio", "proof-figure-customers_per_manager"),
    ],
)
def test_every_figure_has_its_proof_even_without_a_number(workspace, page, key):
    stored(workspace, ROWS)
    app = run(page, period="2025-Q3")
    app.button(key=key).click().run()
    assert not app.exception
    assert [error.value for error in app.error] == []
    assert any("How it comes out" in element.value for element in app.markdown)


def test_as_of_stands_in_the_proof(workspace):
    stored(workspace, ROWS)
    app = run(period="2025-Q3")
    app.button(key="proof-card-revenue").click().run()
    assert f"{date(2025, 9, 10):%-d} Sep 2025" in texts(app).replace("&#46;", ".")
