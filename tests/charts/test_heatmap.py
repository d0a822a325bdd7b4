from __future__ import annotations

import pytest

from charts.heatmap import HEADROOM, Hour, heatmap
from charts.theme import DARK, LIGHT, alt_text
from i18n.format import number

HOURS = [Hour(0, 9, 12.0, 12), Hour(4, 11, 30.0, 30), Hour(5, 10, 3.0, 3, is_small=True)]


def drawn(caption, hours=HOURS, colours=LIGHT):
    return heatmap(hours, caption=caption, colours=colours, write=number, full=number)


def test_every_cell_carries_its_number_and_a_quiet_one_is_blank(caption):
    solid, small = drawn(caption).data
    assert list(solid.y) == [9, 10, 11]
    assert [list(row) for row in solid.text] == [["12", *[""] * 6], [""] * 7, [*[""] * 4, "30", "", ""]]
    assert solid.z[0][1] is None
    assert list(small.text) == ["<i>3</i>"]
    assert solid.z[1][5] is None


def test_the_text_alternative_names_the_highest_first(caption):
    assert "Thứ Sáu 11:00–12:00: 30; Thứ Hai 09:00–10:00: 12" in alt_text(drawn(caption))


def test_no_hours_is_an_empty_grid(caption):
    figure = drawn(caption, [])
    assert list(figure.layout.yaxis.tickvals) == list(range(8, 18))


def luminance(channels: list[float]) -> float:
    """Relative luminance by WCAG 2."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_the_number_can_be_read_on_the_darkest_cell(colours):
    def rgb(text):
        return [int(text[place : place + 2], 16) / 255 for place in (1, 3, 5)]

    share = 1 / HEADROOM
    cell = luminance([a + share * (b - a) for a, b in zip(rgb(colours.grid), rgb(colours.previous), strict=True)])
    ink = luminance(rgb(colours.ink))
    assert (max(cell, ink) + 0.05) / (min(cell, ink) + 0.05) >= 4.5
