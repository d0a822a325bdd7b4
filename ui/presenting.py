"""A review in front of people: one finding a screen, large, nothing around it; arrow keys, a clicker or the buttons."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from charts.review import review_chart
from charts.theme import LIGHT
from i18n.language import speaking
from i18n.translate import _, ngettext
from report.closing import shown_slides
from report.document import cell_words
from report.drawing_parts import Plane
from report.review import Chart, Figure, Format, Review, Slide, Table
from ui.figures import CONFIG
from ui.text import escape_markdown

STYLE = Path(__file__).parent / "presenting.css"
PARAMETER = "slide"
CHART_HEIGHT = 440
MOST_ROWS = 9
VERDICTS = {"better": "green", "worse": "red"}
KEYS = (("back", -1, "Left"), ("on", 1, "Right"))
CLICKER = (("pageup", -1, "PageUp"), ("pagedown", 1, "PageDown"), ("home", -1_000, "Home"), ("end", 1_000, "End"))
"""Keys without a button to be seen: what a clicker sends, and the two ends."""


def is_presenting() -> bool:
    """Whether the address names a slide to show."""
    return PARAMETER in st.query_params


def start_button() -> None:
    """The way into the presentation, at its first slide."""
    if st.button(_("Present"), icon=":material/slideshow:", key="present-start"):
        st.query_params[PARAMETER] = "1"
        st.rerun()


def present(review: Review) -> None:
    """The slide that the address names, with nothing around it; leaves again with Esc."""
    st.html(STYLE)
    _stage(review)


@st.fragment
def _stage(review: Review) -> None:
    """One slide and the way to its neighbours; moving on draws nothing else anew."""
    with speaking(review.language):
        slides = [_cover(review), *shown_slides(review)]
    place = _place(len(slides))
    with st.container(key="stage", gap="small"):
        _draw(slides[place - 1], review)
    with st.container(key="stage-foot", horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f":gray[{escape_markdown(_foot(review, slides[place - 1]))}]")
        for name, step, key in KEYS:
            icon = ":material/arrow_back:" if step < 0 else ":material/arrow_forward:"
            words = _("Previous slide") if step < 0 else _("Next slide")
            is_end = not 1 <= place + step <= len(slides)
            st.button(words, icon=icon, key=f"stage-{name}", shortcut=key, disabled=is_end, type="tertiary",
                      on_click=_go, args=(place + step, len(slides)))  # fmt: skip
        st.markdown(f"{place} / {len(slides)}")
        if st.button(_("Leave"), icon=":material/close:", key="stage-leave", shortcut="Esc", type="tertiary"):
            del st.query_params[PARAMETER]
            st.rerun()
    with st.container(key="stage-keys", horizontal=True):
        for name, step, key in CLICKER:
            st.button(key, key=f"stage-{name}", shortcut=key, on_click=_go, args=(place + step, len(slides)))


def _place(n: int) -> int:
    """The slide that the address names, from 1; the nearest where there is none of that number."""
    given = st.query_params.get(PARAMETER, "1")
    return min(max(1, int(given)), n) if given.isascii() and given.isdecimal() and len(given) < 6 else 1


def _go(place: int, n: int) -> None:
    st.query_params[PARAMETER] = str(min(max(1, place), n))


def _cover(review: Review) -> Slide:
    under = dict.fromkeys((review.subtitle, review.customer, review.company, review.scope))
    sample = (_("Sample data: an invented company."),) if review.is_sample else ()
    words = [one for one in under if one and one != review.title]
    return Slide("cover", review.title, words[0] if words else "", footnote=" · ".join((*words[1:], *sample)))


def _foot(review: Review, slide: Slide) -> str:
    sample = _("Sample data") if review.is_sample and slide.id != "cover" else ""
    return " · ".join(part for part in (slide.footnote, sample) if part) or review.title


def _draw(slide: Slide, review: Review) -> None:
    bare = not (slide.figures or slide.chart or slide.table)
    kind = "cover" if slide.id == "cover" else "words" if bare else "evidence"
    with st.container(key=f"stage-{kind}", gap="small"):
        _parts(slide, review)


def _parts(slide: Slide, review: Review) -> None:
    st.markdown(f"# {escape_markdown(slide.title)}")
    if slide.subtitle:
        st.markdown(f":gray[{escape_markdown(slide.subtitle)}]")
    if slide.figures:
        _figures(slide.figures)
    chart = (
        slide.chart if slide.chart and any(v is not None for one in slide.chart.series for v in one.values) else None
    )
    table = slide.table if slide.table and slide.table.columns and slide.table.rows else None
    words = _words(slide)
    if chart is None:
        _text(words)
        if table is not None:
            _table(table, review)
        return
    beside = table is not None or bool(words)
    columns = st.columns((3, 2) if beside else 1, gap="large")
    with columns[0]:
        _chart(chart, slide)
    if beside:
        with columns[1]:
            _text(words)
            if table is not None:
                _table(table, review)


def _words(slide: Slide) -> list[str]:
    """Comment, sentences and what is missing, as lines of markdown."""
    lines = [escape_markdown(slide.comment)] if slide.comment else []
    if slide.bullets:
        lines.append("\n".join(f"- {escape_markdown(one)}" for one in slide.bullets))
    if slide.missing:
        lines.append(f":gray[{escape_markdown(slide.missing)}]")
    return lines


def _text(lines: list[str]) -> None:
    if lines:
        st.markdown("\n\n".join(lines))


def _figures(figures: tuple[Figure, ...]) -> None:
    """Numbers side by side, at most three in a row."""
    for start in range(0, len(figures), 3):
        columns = st.columns(3, gap="large")
        for place, one in enumerate(figures[start : start + 3], start=start):
            with columns[place - start], st.container(key=f"stage-figure-{place}", gap="xxsmall"):
                _text(_figure(one))


def _figure(one: Figure) -> list[str]:
    lines = [f":gray[{escape_markdown(one.name)}]", f"**{escape_markdown(one.value)}**"]
    if one.spread:
        lines.append(f":gray[{escape_markdown(one.spread)}]")
    if one.change:
        colour = VERDICTS.get(one.verdict, "gray")
        lines.append(f":{colour}[{escape_markdown(f'{one.sign} {one.change}'.strip())}]")
    if one.comment:
        lines.append(f":gray[{escape_markdown(one.comment)}]")
    return lines


def _chart(chart: Chart, slide: Slide) -> None:
    drawn = review_chart(chart, _wording(chart.format), LIGHT, height=CHART_HEIGHT, signed=_wording(chart.format, True))
    with st.container(key="stage-plot"):
        alt = chart.alt or slide.title
        st.plotly_chart(drawn, theme=None, config=CONFIG, key=f"stage-chart-{slide.id}", alt=alt, height="stretch")


def _wording(kind: Format, is_signed: bool = False) -> Callable[[float], str]:
    return lambda value: Plane.words(value, kind, is_signed=is_signed)


def _table(table: Table, review: Review) -> None:
    """Rows in large type; how many more there are is said below."""
    heads = " | ".join(escape_markdown(column.name) for column in table.columns)
    rule = " | ".join(":---" if column.format is Format.TEXT else "---:" for column in table.columns)
    rows = [
        " | ".join(
            escape_markdown(cell_words(value, column.format, review.currency)) or " "
            for value, column in zip(row, table.columns, strict=True)
        )
        for row in table.rows[:MOST_ROWS]
    ]
    n_more = len(table.rows) - len(rows) + table.n_left_out
    st.markdown("\n".join(f"| {line} |" for line in (heads, rule, *rows)))
    if n_more > 0:
        st.markdown(f":gray[{escape_markdown(ngettext('and {n} more row', 'and {n} more rows', n_more))}]")
