"""Names of countries, months and days come from CLDR, in the reader's language."""

from __future__ import annotations

from datetime import date

import pytest

from i18n.language import set_language
from i18n.names import country_name, day_mark, month_name


@pytest.mark.parametrize(
    ("language", "words"),
    [("vi", ("Việt Nam", "tháng 7", "1/7")), ("en", ("Vietnam", "July", "1 Jul"))],
)
def test_names_in_both_languages(language: str, words: tuple[str, str, str]) -> None:
    set_language(language)
    assert (country_name("VN"), month_name(7), day_mark(date(2026, 7, 1))) == words


def test_a_country_nobody_knows_keeps_its_code() -> None:
    assert country_name("none") == "none"
