from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from decimal import Decimal
from threading import Barrier

import pytest

from domain.errors import UsageError
from domain.message import Message
from domain.period import parse_period
from i18n.translate import N_, _, get_language, ngettext, set_language, word

NOWHERE = N_("{n} of {total} — a text that is in no catalogue")  # this file is not collected


def test_a_text_without_translation_reads_as_english() -> None:
    set_language("vi")
    assert _("a text that is in no catalogue") == "a text that is in no catalogue"
    assert _("") == ""


@pytest.mark.parametrize(
    ("language", "expected"),
    [("vi", "1.234 of 0,5 — a text that is in no catalogue"), ("en", "1,234 of 0.5 — a text that is in no catalogue")],
)
def test_values_take_the_shape_of_the_language(language: str, expected: str) -> None:
    set_language(language)
    assert _(NOWHERE, n=1234, total=0.5) == expected
    assert word(Message(NOWHERE, {"n": 1234, "total": 0.5})) == expected


@pytest.mark.parametrize(
    ("value", "vietnamese", "english"),
    [
        (1234567, "1.234.567", "1,234,567"),
        (0.1, "0,1", "0.1"),
        (-2, "−2", "−2"),
        (Decimal("1234.50"), "1.234,5", "1,234.5"),
        (date(2025, 12, 31), "31/12/2025", "31 Dec 2025"),
        (datetime(2025, 12, 31, 15, 4), "31/12/2025 15:04", "31 Dec 2025, 15:04"),
        (parse_period("2025-Q3"), "Quý 3/2025", "Q3 2025"),
        ("00123", "00123", "00123"),
        (None, "—", "—"),
        (float("nan"), "—", "—"),
        ((1, 2.5), "1, 2,5", "1, 2.5"),
        (Message("{n} of it", {"n": 1500}), "1.500 of it", "1,500 of it"),
    ],
)
def test_a_value_is_shaped_by_its_type(value: object, vietnamese: str, english: str) -> None:
    set_language("vi")
    assert _("{value}", value=value) == vietnamese
    set_language("en")
    assert _("{value}", value=value) == english


def test_braces_inside_a_value_are_text() -> None:
    assert _("{name}", name="{0.__class__} {n}") == "{0.__class__} {n}"


def test_a_missing_value_is_loud() -> None:
    with pytest.raises(KeyError, match="total"):
        _(NOWHERE, n=1)


def test_plurals_follow_the_language() -> None:
    assert ngettext("{n} such row", "{n} such rows", 1) == "1 such row"
    assert ngettext("{n} such row", "{n} such rows", 0) == "0 such rows"
    assert ngettext("{n} such row", "{n} such rows", 2000) == "2,000 such rows"


def test_an_unknown_language_is_refused_and_the_old_one_stays() -> None:
    set_language("vi")
    with pytest.raises(UsageError, match="fr"):
        set_language("fr")
    assert get_language() == "vi"


def test_two_threads_read_in_two_languages_at_once() -> None:
    both_are_set = Barrier(2)

    def read(language: str) -> str:
        set_language(language)
        both_are_set.wait(timeout=10)
        return _("{value}", value=1234.5)

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(read, ["vi", "en"])) == ["1.234,5", "1,234.5"]
