"""Axes, legend and frame of a native chart."""

from __future__ import annotations

import math
from collections.abc import Sequence

from report.deck_frame import GAP
from report.deck_ink import fill, line
from report.deck_series import Sight, letters
from report.deck_text import escaped, line_height, lines, widest, width
from report.review import Chart

FILLED = 0.94
"""Of a category's width, for its name."""
KEY = 4
"""Of a line's height, for the sign before a name in a legend."""
CATEGORY, VALUE = 111_111_111, 222_222_222
SPACE = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
AXES = f'<c:axId val="{CATEGORY}"/><c:axId val="{VALUE}"/>'


def category_axis(sight: Sight, *, is_lying: bool, every: int = 1) -> str:
    """Categories below (or at the left, from top to bottom); ``every`` names each n-th of them."""
    order, side = ("maxMin", "l") if is_lying else ("minMax", "b")
    ink = sight.palette.ink if is_lying else sight.palette.muted
    return (
        f'<c:catAx><c:axId val="{CATEGORY}"/><c:scaling><c:orientation val="{order}"/></c:scaling><c:delete val="0"/>'
        f'<c:axPos val="{side}"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="low"/><c:spPr>{line(sight.palette.muted, 0.75)}</c:spPr>'
        f'{letters(sight, ink)}<c:crossAx val="{VALUE}"/><c:crosses val="autoZero"/><c:auto val="0"/>'
        f'<c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:tickLblSkip val="{every}"/><c:noMultiLvlLbl val="1"/>'
        "</c:catAx>"
    )


def value_axis(sight: Sight, *, is_lying: bool, is_hidden: bool, from_zero: bool) -> str:
    """Values at the left with a light grid, or nothing where every mark carries its number."""
    side = "t" if is_lying else "l"
    zero = '<c:min val="0"/>' if from_zero else ""
    grid = (
        "" if is_hidden else f"<c:majorGridlines><c:spPr>{line(sight.palette.grid, 0.75)}</c:spPr></c:majorGridlines>"
    )
    return (
        f'<c:valAx><c:axId val="{VALUE}"/><c:scaling><c:orientation val="minMax"/>{zero}</c:scaling>'
        f'<c:delete val="{int(is_hidden)}"/><c:axPos val="{side}"/>{grid}'
        f'<c:numFmt formatCode="{escaped(sight.tick_code)}" sourceLinked="0"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="low"/><c:spPr>{line(None)}</c:spPr>'
        f'{letters(sight, sight.palette.muted)}<c:crossAx val="{CATEGORY}"/><c:crosses val="autoZero"/>'
        '<c:crossBetween val="between"/></c:valAx>'
    )


def legend(sight: Sight, without: Sequence[int] = ()) -> str:
    """What the signs mean, above the chart; ``without`` are the entries that mean nothing by themselves."""
    out = "".join(f'<c:legendEntry><c:idx val="{one}"/><c:delete val="1"/></c:legendEntry>' for one in without)
    corner = (
        '<c:layout><c:manualLayout><c:xMode val="edge"/><c:yMode val="edge"/><c:x val="0"/><c:y val="0"/>'
        "</c:manualLayout></c:layout>"
    )
    words = letters(sight, sight.palette.muted)
    return f'<c:legend><c:legendPos val="t"/>{out}{corner}<c:overlay val="0"/>{words}</c:legend>'


def placed(left: float, top: float, wide: float, high: float) -> str:
    """The plot itself, in shares of the whole chart."""
    return (
        '<c:layout><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
        f'<c:x val="{left:.4f}"/><c:y val="{top:.4f}"/><c:w val="{wide:.4f}"/><c:h val="{high:.4f}"/>'
        "</c:manualLayout></c:layout>"
    )


def space(sight: Sight, plot: str, legends: str) -> str:
    """The whole chart: no title (the slide has it), no frame, gaps stay gaps."""
    return (
        f"<?xml version='1.0' encoding='UTF-8' standalone='yes'?><c:chartSpace {SPACE}><c:date1904 val=\"0\"/>"
        f'<c:lang val="{sight.tag}"/><c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/>'
        f"<c:plotArea>{plot}<c:spPr>{fill(None)}{line(None)}</c:spPr></c:plotArea>{legends}"
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"<c:spPr>{fill(None)}{line(None)}</c:spPr>"
        f"<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr/></a:pPr>"
        f'<a:endParaRPr lang="{sight.tag}"/></a:p></c:txPr></c:chartSpace>'
    )


def is_positive(chart: Chart) -> bool:
    """Whether no value is below zero: columns then start there."""
    return all(value >= 0 for one in chart.series for value in one.values if value is not None)


def skip(sight: Sight, share: float = 1.0) -> int:
    """Every how many categories a name fits, in two lines, where the plot has that share of the width."""
    step = sight.box.width * share * FILLED / max(1, len(sight.categories))
    halves = [max(width(name, sight.size) / 2, widest(name.split(" "), sight.size)) for name in sight.categories]
    return max(1, math.ceil(max(halves, default=0) / step))


def tick_share(sight: Sight) -> float:
    """The share of the width that the numbers of a value axis take."""
    return (widest([sight.longest_tick], sight.size) + GAP) / sight.box.width


def standing(sight: Sight, names: Sequence[str], *, left: float = 0.01, right: float = 0.01) -> str:
    """The place of a plot whose values stand upright: between its sides, names below and a legend's ``names`` above."""
    box, share = sight.box, 1 - left - right
    step = share * FILLED * box.width / max(1, len(sight.categories)) * skip(sight, share)
    n_below = max((len(lines(name, sight.size, int(step))) for name in sight.categories), default=1)
    above = min(0.4, (_legend_lines(sight, names) * 1.1 + 0.7) * line_height(sight.size) / box.height)
    below = (min(n_below, 3) + 0.6) * line_height(sight.size) / box.height
    return placed(left, above, share, max(0.3, 1 - above - below))


def _legend_lines(sight: Sight, names: Sequence[str]) -> int:
    """Office programs set the entries in columns as wide as the widest of them."""
    in_row = max(1, sight.box.width // (widest(names, sight.size) + KEY * line_height(sight.size)))
    return math.ceil(len(names) / in_row)
