"""Links between KPIs in words, in both languages."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.links import NPS_TO_RETENTION, RESPONSE_TO_NPS, RESPONSE_TO_RETENTION, Link
from domain.message import N_, Message
from i18n.format import NOTHING
from i18n.language import set_language
from report.links import link_basis, link_sentence

LEAVING = Link(RESPONSE_TO_RETENTION, 0.3, 0.1, 0.5, 2799, True, None, 399, 106, (1.31, 1.1, 1.58), is_direct=True)
SCORED = Link(RESPONSE_TO_NPS, -0.55, -0.6, -0.5, 1918, True, None, 318)
UNHAPPY = Link(NPS_TO_RETENTION, -0.2, -0.4, 0.01, 2155, False, Message(N_("The interval includes “no effect”.")),
               399, 106, (1.2, 0.99, 1.45), is_direct=True)  # fmt: skip
UNKNOWN = Link(RESPONSE_TO_NPS, np.nan, np.nan, np.nan, 0, False, Message(N_("No revenue is loaded.")))


@pytest.mark.parametrize(
    ("link", "vi", "en"),
    [
        (LEAVING, "chờ lâu gấp đôi rời đi nhiều gấp 1,3 lần", "waited twice as long left 1.3× as often"),
        (LEAVING, "1,1–1,6", "1.1–1.6"),
        (SCORED, "thấp hơn 0,55 điểm", "scored 0.55 points lower (0 to 10), 0.50–0.60"),
        (UNHAPPY, "thấp hơn một điểm rời đi nhiều gấp 1,2 lần", "one point lower left 1.2× as often"),
        (UNHAPPY, "0,99–1,5", "0.99–1.5"),
    ],
)
def test_a_link_is_said_with_its_interval(link: Link, vi: str, en: str) -> None:
    for language, words in (("vi", vi), ("en", en)):
        set_language(language)
        assert words in link_sentence(link)


def test_a_link_that_cannot_be_told_is_a_dash_and_a_reason() -> None:
    set_language("en")
    assert link_sentence(UNKNOWN) == NOTHING
    assert link_basis(UNKNOWN) == "No revenue is loaded"
    assert link_basis(UNHAPPY).startswith("The interval includes “no effect” · association, 95% interval")
