"""What is said of a scenario: one sentence, what changed since it was saved, the review's slide."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from analytics.scenario.levers import moves_of
from analytics.scenario.result import evaluate
from analytics.scenario.seeking import cheapest_mix, reach
from data.reviews import Reviews
from data.scenarios import Scenarios
from domain.kept_forecast import scope_key
from domain.period import parse_period
from domain.saved_scenario import SavedScenario
from domain.scope import LAPTOP, Scope
from i18n.translate import set_language
from report.review import Edition, Review, Slide
from report.reviewing import customer_key, house_key, scenarios_for
from report.scenario import Rerun, reckon
from report.scenario_slide import scenarios_slide, with_scenarios
from report.scenario_words import mix_sentence, reach_sentence, rerun_sentence, sentence
from tests.analytics.scenario_year import year_base

SAVED = SavedScenario(
    "Prices", "Lan", "Asked by the board", "000003", date(2025, 12, 31), "2026", scope_key(Scope(LAPTOP)),
    {"price_change": "+0.05"}, 1100.0, 1155.0, 1260.0, 0.2, "VND", date(2026, 1, 5),
)  # fmt: skip


def said(changes: dict[str, float], language: str = "en", target: float | None = 1260.0) -> str:
    set_language(language)
    base = year_base(target=target)
    return sentence(base, evaluate(base, moves_of(changes)), "VND").replace("\xa0", " ")


def test_one_sentence_for_the_meeting_room() -> None:
    """Of the 101 futures from 1,080 to 1,320, moved by a tenth, 73 reach 1,260."""
    assert said({"price_change": 0.1}) == "Price change +10%: ₫1.32 k, ₫60 above the target; 72% chance"
    assert said({"lose:K1": 1, "price_change": 0.1}) == (
        "One lost customer and price change +10%: ₫1.03 k, ₫230 short of the target; under 1% chance"
    )
    assert said({"price_change": 0.1}, "vi") == (
        "Thay đổi giá +10%: 1,32 nghìn ₫, vượt chỉ tiêu 60 ₫; khả năng đạt 72%"
    )


def test_without_a_target_it_is_set_against_the_forecast() -> None:
    assert said({"price_change": 0.1}, target=None) == "Price change +10%: ₫1.32 k, +₫120 on the forecast"
    assert said({}) == "No lever moved: ₫1.2 k, ₫60 short of the target; 26% chance"


def test_events_are_counted_and_of_many_levers_the_largest_are_told() -> None:
    assert said({"lose:K1": 1, "lose:K2": 1}).startswith("2 lost customers: ")
    many = {"price_change": 0.1, "expansion": 0.05, "new_customers": 5.0, "win_rate": 0.01, "retention": 0.001,
            "slip:D1": 1.0}  # fmt: skip
    assert said(many).startswith("New customers +5 a month, price change +10%, expansion +5 pp a quarter and 3 more")


def test_what_it_takes() -> None:
    base = year_base()
    found = reach(base, moves_of({}), "win_rate", 1205.0)
    assert found is not None
    assert "is reached with win rate at 4" in reach_sentence(base, found, "VND")
    nowhere = reach(base, moves_of({}), "win_rate", 5000.0)
    assert nowhere is not None
    assert reach_sentence(base, nowhere, "VND").startswith("₫5\xa0k is not reachable with win rate alone: the most is")
    mix = cheapest_mix(base, moves_of({}), 1260.0, {"price_change": 0.3})
    assert mix_sentence(base, mix, "VND").endswith("with price change +5%: 2.5 standard moves.")


def test_what_newer_data_changed_is_told_apart_from_what_the_levers_do() -> None:
    """Saved at 1,100 and 55 more; now 1,200 and 60 more."""
    base = year_base()
    asked = reckon(base, SAVED.levers)
    found = Rerun(SAVED, base, asked.result, asked.refused)
    assert (found.by_data, found.by_levers) == (pytest.approx(100), pytest.approx(5))
    words = rerun_sentence(found, "VND")
    assert "Newer data changed the forecast by +₫100, and what the levers add to it by +₫5." in words.replace(
        "\xa0", " "
    )
    assert "nothing has changed" in rerun_sentence(
        replace(found, saved=replace(SAVED, baseline=1200, total=1260)), "VND"
    )
    assert "Saved for 2025" in rerun_sentence(replace(found, saved=replace(SAVED, period="2025")), "VND")


def test_the_review_holds_the_scenarios_after_the_forecast_they_start_from() -> None:
    review = Review(
        Edition.INTERNAL, "vi", parse_period("2025-Q4"), "2025-12-31", "000003", "VND", "", "", "", "", "",
        (Slide("headline", ""), Slide("forecast", ""), Slide("risks", "")),
    )  # fmt: skip
    found = with_scenarios(review, [SAVED], {})
    assert [slide.id for slide in found.slides] == ["headline", "forecast", "scenarios", "risks"]
    assert found.slides[2].title.startswith("Kịch bản “Prices” đạt")
    assert with_scenarios(review, [], {}) == review
    without = replace(review, slides=(Slide("headline", ""),))
    assert with_scenarios(without, [SAVED], {}) == without


def test_scenarios_of_the_same_scope_and_year_go_into_the_review_of_the_house_only(tmp_path) -> None:
    kept, scope = Scenarios(tmp_path, LAPTOP, False), Scope(LAPTOP)
    kept.save(SAVED)
    kept.save(replace(SAVED, name="North", scope=scope_key(Scope(LAPTOP, regions=("North",)))))
    kept.save(replace(SAVED, name="Last year", period="2025"))
    reviews = Reviews(tmp_path)
    review = Review(
        Edition.INTERNAL, "en", parse_period("2025-Q4"), "2025-12-31", "000003", "VND", "", "", "", "", "",
        (Slide("headline", ""), Slide("forecast", "")),
    )  # fmt: skip
    found = scenarios_for(reviews, house_key(scope, "2025-Q4", is_sample=False), review)
    assert [one.name for one in found] == ["Prices"]
    assert scenarios_for(reviews, house_key(scope, "2025-Q4", is_sample=True), review) == []
    assert scenarios_for(reviews, customer_key(scope, "2025-Q4", "K1", is_sample=False), review) == []


def test_the_reviews_slide_names_the_one_that_comes_furthest() -> None:
    slide = scenarios_slide([SAVED, replace(SAVED, name="Cautious", total=1120.0, note="")], {})
    assert slide.title == "2 scenarios: “Prices” comes furthest, to ₫1.16\xa0k; 20% chance of the target"
    assert slide.table is not None
    assert [row[:6] for row in slide.table.rows] == [
        ("Prices", "Lan", "Price change +5%", 1100.0, 1155.0, 55.0),
        ("Cautious", "Lan", "Price change +5%", 1100.0, 1120.0, 20.0),
    ]  # fmt: skip
    assert slide.notes == ("Prices: Asked by the board",)
    assert scenarios_slide([], {}).missing == "No scenario is saved yet."


def test_what_happens_to_a_customer_or_a_deal_is_told_by_name() -> None:
    names = {"lose:K1": "An Phát", "win:D1": "Kho Thủ Đức · Bình Minh"}
    levers = {"lose:K1": "1", "win:D1": "1", "slip:D9": "1"}
    slide = scenarios_slide([replace(SAVED, levers=levers)], names)
    assert slide.table is not None
    assert slide.table.rows[0][2] == "Lost customer: An Phát; Deal slipped: D9; Deal won: Kho Thủ Đức · Bình Minh"
