"""Words that set two texts apart, against a published example and by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from analytics.themes import log_odds, terms_of, themes

FOX = ["the", "quick", "brown", "fox", "jumps", "over", "the", "lazy", "pig"]
DONKEY = ["the", "lazy", "purple", "pig", "jumps", "over", "the", "lazier", "donkey"]


def test_the_fox_and_the_donkey() -> None:
    """The README of the package fightin-words (Monroe, Colaresi & Quinn 2008), prior .05 a word: z ± 0.68942."""
    words = sorted({*FOX, *DONKEY})
    counts = [[text.count(word) for word in words] for text in (FOX, DONKEY)]
    found = dict(zip(words, log_odds(*counts, np.full(len(words), 0.05)).tolist(), strict=True))
    for word in ("brown", "fox", "quick"):
        assert found[word] == pytest.approx(0.6894227886807968, rel=1e-12)
    for word in ("donkey", "lazier", "purple"):
        assert found[word] == pytest.approx(-0.6894227886807968, rel=1e-12)
    for word in ("jumps", "lazy", "over", "pig", "the"):
        assert found[word] == pytest.approx(0, abs=1e-12)


def test_the_formula_by_hand() -> None:
    """3 of 10 against 1 of 10, prior 1 of 2: ln(4/8) - ln(2/10), over the root of 1/4 + 1/2."""
    found = log_odds([3, 7], [1, 9], [1, 1])
    assert found[0] == pytest.approx((math.log(4 / 8) - math.log(2 / 10)) / math.sqrt(1 / 4 + 1 / 2))
    assert found[1] == pytest.approx(-found[0] * math.sqrt(1 / 4 + 1 / 2) / math.sqrt(1 / 8 + 1 / 10))


def test_terms_stay_within_a_clause_and_do_not_begin_or_end_with_a_stop_word() -> None:
    found = terms_of("Phản hồi CHẬM, rất tệ!", {"rất"})
    assert found == ("phản", "phản hồi", "phản hồi chậm", "hồi", "hồi chậm", "chậm", "tệ")
    assert terms_of("don't wait for it", {"it", "for"}) == ("don't", "don't wait", "wait")
    assert terms_of("a 10 ?! 99", ()) == ()


def test_the_same_letters_written_in_another_way_are_the_same_term() -> None:
    assert terms_of("cha\N{COMBINING DOT BELOW}\N{COMBINING CIRCUMFLEX ACCENT}m", ()) == terms_of("chậm", ())


def test_a_phrase_is_shown_whole_and_once() -> None:
    slow = [f"phản hồi chậm {word}" for word in "abcdefghijklmno"]
    fast = [f"giao hàng nhanh {word}" for word in "abcdefghijklmno"]
    found = themes(slow, fast, ())
    assert [theme.term for theme in found.detractors] == ["phản hồi chậm"]
    (theme,) = found.detractors
    assert (theme.n_detractors, theme.n_promoters, theme.comments) == (15, 0, frozenset(range(15)))
    assert theme.z > 1.96
    assert [theme.term for theme in found.promoters] == ["giao hàng nhanh"]
    assert found.promoters[0].comments == frozenset(range(15, 30))


def test_what_both_sides_write_sets_nobody_apart() -> None:
    found = themes(["dịch vụ"] * 15, ["dịch vụ"] * 15, ())
    assert (found.detractors, found.promoters, found.is_enough) == ((), (), True)


def test_too_few_comments_give_no_themes() -> None:
    for n_detractors, n_promoters in ((9, 10), (4, 100), (100, 4), (0, 0)):
        found = themes(["chậm"] * n_detractors, ["nhanh"] * n_promoters, ())
        assert (found.detractors, found.promoters, found.is_enough) == ((), (), False)
