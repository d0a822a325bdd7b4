from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from charts.theme import DARK, LIGHT, Caption, alt_text, caption_of, figure, palette, with_title
from i18n.translate import set_language

CONFIG = Path(__file__).parents[2] / ".streamlit" / "config.toml"


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("name", ["ink", "muted", "better", "worse", "neutral", "scenario"])
def test_text_colours_can_be_read(colours, name):
    for ground in (colours.paper, colours.surface):
        assert contrast(getattr(colours, name), ground) >= 4.5


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_the_mark_of_the_previous_period_can_be_seen(colours):
    assert contrast(colours.previous, colours.paper) >= 3


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_pages_and_figures_have_the_same_colours(colours):
    theme = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"][colours.mode]
    assert theme["textColor"] == colours.ink
    assert theme["backgroundColor"] == colours.paper
    assert theme["secondaryBackgroundColor"] == colours.surface
    assert theme["greenTextColor"] == colours.better
    assert theme["redTextColor"] == colours.worse
    assert theme["grayTextColor"] == colours.muted
    assert theme["violetTextColor"] == colours.scenario


def test_what_is_not_dark_is_light():
    assert palette(None) is LIGHT
    assert palette("dark") is DARK


def empty_figure(title: str = "Title", subtitle: str = "Subtitle"):
    return figure(
        [], {}, caption=Caption(title, subtitle, "n"), alt="In words", colours=LIGHT, unit="customers", height=300
    )


def test_a_figure_carries_its_caption_and_its_words():
    drawn = empty_figure()
    assert caption_of(drawn) == Caption("Title", "Subtitle", "n")
    assert alt_text(drawn) == "In words"
    assert "customers" in [note.text for note in drawn.layout.annotations]


def test_separators_follow_the_language():
    set_language("vi")
    assert empty_figure().layout.separators == ",."
    set_language("en")
    assert empty_figure().layout.separators == ".,"


def test_a_long_title_is_wrapped_into_the_picture_and_makes_it_taller():
    short, long = with_title(empty_figure("Short")), with_title(empty_figure("A long finding " * 20))
    assert long.layout.title.text.count("<br>") > short.layout.title.text.count("<br>")
    assert long.layout.height > short.layout.height
    assert long.layout.margin.t > short.layout.margin.t


def test_a_title_is_shown_as_written():
    assert "<script>" not in with_title(empty_figure("<script>alert(1)</script>")).layout.title.text
