"""Every rule that can choose a model is said in both languages."""

import pytest

from analytics.forecast.outlook import Outlook, Part
from domain.period import parse_period
from i18n.translate import _, set_language
from report.annual_forecast import MODEL_WORDS, RULE_WORDS, model_sentence

RULES = {"too_short", "many_zeros", "level_break", "one_giant", "short", "not_positive", "gaps"}


def test_every_rule_and_every_model_has_words_in_vietnamese_too():
    assert set(RULE_WORDS) == RULES
    set_language("vi")
    words = [*RULE_WORDS.values(), *MODEL_WORDS.values()]
    assert [text for text in words if _(text) == text] == []


@pytest.mark.parametrize(
    ("model", "reason", "said"),
    [
        (
            "seasonal_naive",
            "naive_won",
            "Model: as a year ago (seasonal-naive), because nothing beat it in the",
        ),
        ("ensemble", "one_giant", "Model: median of four methods (one month stands far from all others and was not"),
    ],
)
def test_the_sentence_says_what_was_used_and_why(model, reason, said):
    set_language("en")
    year = Outlook(parse_period("2026"), actual=0.0, mean=12.0, low80=10.0, high80=14.0, low95=9.0, high95=15.0)
    part = Part(
        dimension=None, name="", year=year, model=model, reason=reason,
        mase=0.5, mase_naive=0.5, coverage80=0.8, last_year=None,
    )  # fmt: skip
    assert model_sentence(part).startswith(said)
