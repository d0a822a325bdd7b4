"""The one look of every figure: palette, template, caption. Light and dark are two designs, not an inversion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from charts.text import plain, wrapped
from i18n.format import separators

FONT = "'Be Vietnam Pro', 'Segoe UI', 'Noto Sans', sans-serif"
TEXT_SIZE = 13
SMALL_SIZE = 12


@dataclass(frozen=True)
class Palette:
    """Colours by meaning. Text colours keep 4.5:1 on ``paper`` and ``surface``; marks keep 3:1."""

    mode: str
    ink: str
    muted: str
    grid: str
    paper: str
    surface: str
    previous: str
    better: str
    worse: str
    neutral: str
    scenario: str
    band: str


LIGHT = Palette(
    mode="light",
    ink="#1A1D21",
    muted="#565E67",
    grid="#E7EAED",
    paper="#FFFFFF",
    surface="#F6F7F9",
    previous="#868D95",
    better="#00735A",
    worse="#B54708",
    neutral="#5F6771",
    scenario="#8A4A86",
    band="rgba(26,29,33,0.10)",
)
DARK = Palette(
    mode="dark",
    ink="#E9ECEF",
    muted="#A9B0B8",
    grid="#2A3036",
    paper="#14171A",
    surface="#1D2125",
    previous="#747D87",
    better="#3FC29C",
    worse="#FF9254",
    neutral="#A3AAB2",
    scenario="#D98CD3",
    band="rgba(233,236,239,0.14)",
)


def palette(mode: str | None) -> Palette:
    """The palette of ``"dark"``; anything else is light."""
    return DARK if mode == "dark" else LIGHT


@dataclass(frozen=True)
class Caption:
    """The words around a figure: ``title`` says the finding, ``subtitle`` what, where, when and unit.

    ``footnote`` holds n, as-of and source. All three are plain text, already in the reader's language.
    """

    title: str
    subtitle: str = ""
    footnote: str = ""


def template(colours: Palette) -> dict[str, Any]:
    """The Plotly template of one palette: no frame, hairline grid, ink on transparent paper."""
    axis = {
        "gridcolor": colours.grid,
        "linecolor": colours.muted,
        "zerolinecolor": colours.muted,
        "zerolinewidth": 1,
        "ticks": "",
        "showline": False,
        "tickfont": {"size": SMALL_SIZE, "color": colours.muted},
        "title": {"font": {"size": SMALL_SIZE, "color": colours.muted}},
        "automargin": True,
        "fixedrange": True,
    }
    return {
        "layout": {
            "font": {"family": FONT, "size": TEXT_SIZE, "color": colours.ink},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "colorway": [colours.ink, colours.previous, colours.neutral, colours.better, colours.worse],
            "xaxis": {**axis, "showgrid": False},
            "yaxis": axis,
            "showlegend": False,
            "dragmode": False,
            "hoverlabel": {
                "bgcolor": colours.surface,
                "bordercolor": colours.muted,
                "font": {"family": FONT, "size": TEXT_SIZE, "color": colours.ink},
                "align": "left",
            },
            "margin": {"l": 8, "r": 12, "t": 28, "b": 8},
        }
    }


def figure(
    data: Sequence[Mapping[str, Any]],
    layout: Mapping[str, Any],
    *,
    caption: Caption,
    alt: str,
    colours: Palette,
    unit: str,
    height: int,
) -> go.Figure:
    """A figure from plain dicts with our template.

    The caption and the text alternative travel in ``layout.meta``: the page draws the title as text, so that
    it wraps on a phone; :func:`with_title` puts it into the picture where there is no page. ``unit`` is drawn
    above the value axis, upright, where a rotated axis title would cost width.
    """
    notes = list(layout.get("annotations", ()))
    if unit:
        notes.append(
            note(
                unit,
                x=0,
                y=1,
                colours=colours,
                xref="paper",
                yref="paper",
                yanchor="bottom",
                yshift=10,
                xanchor="left",
                xshift=-6,
            )
        )
    whole = {
        **layout,
        "annotations": notes,
        "template": template(colours),
        "separators": separators(),
        "height": height,
        "meta": {
            "title": caption.title,
            "subtitle": caption.subtitle,
            "footnote": caption.footnote,
            "alt": alt,
            "unit": unit,
        },
    }
    return go.Figure({"data": list(data), "layout": whole})


def note(text: str, *, x: float, y: float, colours: Palette, **more: object) -> dict[str, object]:
    """A small text in the figure without an arrow. ``text`` is escaped here."""
    return {
        "text": plain(text),
        "x": x,
        "y": y,
        "showarrow": False,
        "font": {"size": SMALL_SIZE, "color": colours.muted},
        **more,
    }


def alt_text(drawn: go.Figure) -> str:
    """What the figure shows, in words: for ``alt=``, slides and documents."""
    return str((drawn.layout.meta or {}).get("alt", ""))


def caption_of(drawn: go.Figure) -> Caption:
    """The caption the figure was built with."""
    meta = drawn.layout.meta or {}
    return Caption(meta.get("title", ""), meta.get("subtitle", ""), meta.get("footnote", ""))


def with_title(drawn: go.Figure, width: int = 900) -> go.Figure:
    """A copy with the title and subtitle inside the picture, wrapped to ``width`` pixels."""
    caption = caption_of(drawn)
    title = wrapped(caption.title, max(24, width // 9))
    copy = go.Figure(drawn)
    lines = title.count("<br>") + (2 if caption.subtitle else 1)
    copy.update_layout(
        title={
            "text": f"<b>{title}</b>" + (f"<br>{plain(caption.subtitle)}" if caption.subtitle else ""),
            "font": {"size": 16},
            "x": 0,
            "xanchor": "left",
            "y": 1,
            "yanchor": "top",
            "yref": "container",
            "pad": {"t": 8, "l": 8},
        },
        margin={"t": 40 + 24 * lines},
        height=int(copy.layout.height or 320) + 12 + 24 * lines,
    )
    return copy
