"""Names of countries, months and days come from CLDR, in the reader's language."""

from __future__ import annotations

from datetime import date

import pytest

from i18n.language import set_language
from i18n.names import country_name, day_mark, month_in_short, month_name, priority_name


@pytest.mark.parametrize(
    ("language", "words"),
    [("vi", ("Việt Nam", "tháng 7", "1/7", "T7/26")), ("en", ("Vietnam", "July", "1 Jul", "Jul 26"))],
)
def test_names_in_both_languages(language: str, words: tuple[str, ...]) -> None:
    set_language(language)
    day = date(2026, 7, 1)
    said = (country_name("VN"), month_name(7), day_mark(day), month_in_short(day))
    assert said == words


def test_a_country_nobody_knows_keeps_its_code() -> None:
    assert country_name("none") == "none"


def test_a_priority_is_translated_however_it_is_spelt_and_an_unknown_one_is_left_alone() -> None:
    set_language("vi")
    assert (priority_name("Urgent"), priority_name("low"), priority_name("P1")) == ("khẩn cấp", "thấp", "P1")
