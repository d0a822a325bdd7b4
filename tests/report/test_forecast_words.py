"""Every rule that can choose a model is said in both languages."""

import pytest

from analytics.forecast.outlook import FEW_MONTHS, Outlook, Part
from domain.message import Message
from domain.period import parse_period
from i18n.translate import _, set_language
from report.annual_forecast import MODEL_WORDS, RULE_WORDS, model_sentence, model_words

RULES = {"too_short", "many_zeros", "level_break", "one_giant", "short", "not_positive", "gaps"}


def test_every_rule_and_every_model_has_words_in_vietnamese_too():
    assert set(RULE_WORDS) == RULES
    set_language("vi")
    words = [*RULE_WORDS.values(), *MODEL_WORDS.values()]
    assert [text for text in words if _(text) == text] == []


def part(model, reason="back_test", mase=1.2, mase_naive=0.9, coverage80=0.75, n_tests=8, untested=None):
    year = Outlook(parse_period("2026"), actual=0.0, mean=12.0, low80=10.0, high80=14.0, low95=9.0, high95=15.0)
    return Part(None, "", year, model, reason, mase, mase_naive, coverage80, None, n_tests, untested)


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (
            part("seasonal_naive", "naive_won"),
            "Model: as a year ago (seasonal-naive), because it was better in the back-test (MASE 0.90 against 1.20 of "
            "the other methods). 75% of the months tested lay inside the 80% band (tests: 8).",
        ),
        (
            part("seasonal_naive", "naive_won", 0.9),
            "Model: as a year ago (seasonal-naive), because nothing beat it in the back-test (MASE 0.90). 75% of the "
            "months tested lay inside the 80% band (tests: 8).",
        ),
        (
            part("seasonal_naive", "not_positive"),
            "Model: as a year ago (seasonal-naive), because it was better in the back-test (MASE 0.90 against 1.20 of "
            "the other methods). 75% of the months tested lay inside the 80% band (tests: 8).",
        ),
        (
            part("ensemble", "one_giant", 0.5),
            "Model: median of four methods (one month stands far from all others and was not counted as usual). "
            "Back-test: MASE 0.50 against 0.90 of seasonal-naive. 75% of the months tested lay inside the 80% band "
            "(tests: 8).",
        ),
        (
            part("short", "short", None, None, None, 0, Message(FEW_MONTHS, {"n": 20, "needed": 27})),
            "Model: average of simple methods (less than two years are known). Months known: 20; a back-test takes 27.",
        ),
    ],
)
def test_the_sentence_says_what_was_used_why_and_how_it_did(one, said):
    set_language("en")
    assert model_sentence(one) == said


def test_a_table_says_beside_the_errors_that_last_year_won_and_what_was_done_to_its_months():
    set_language("en")
    won = "as a year ago (seasonal-naive)"
    assert model_words(part("seasonal_naive")) == f"{won}, because that won the back-test"
    assert model_words(part("seasonal_naive", "gaps")) == (
        f"{won} (months that are missing were filled from their neighbours), because that won the back-test"
    )
    assert model_words(part("ensemble")) == "median of four methods"
