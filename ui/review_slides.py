"""The slides of a review as cards on paper, with their titles and comments to change in place."""

from __future__ import annotations

import zlib

import pandas as pd
import streamlit as st

from domain.errors import QuarterdeckError
from domain.kept_review import Edit
from i18n.translate import _
from report.document import cell_words
from report.drawing import drawn
from report.review import Chart, Figure, Format, Review, Slide, Table
from ui import feedback
from ui.review_asking import Asking
from ui.text import escape_markdown

LONGEST_TITLE, LONGEST_COMMENT = 200, 800
WITHOUT_CARD = ("actions",)
COLOURS = {"better": "green", "worse": "red"}


def slides(found: Asking, review: Review) -> None:
    """Every slide but the actions, two side by side; the first over the whole width."""
    shown = [slide for slide in review.slides if slide.id not in WITHOUT_CARD]
    for place in range(0, len(shown), 2):
        for column, slide in zip(st.columns(2, gap="medium"), shown[place : place + 2], strict=False):
            with column, st.container(border=True, key=f"slide-{slide.id}", gap="small", height="stretch"):
                _card(found, slide)


def _card(found: Asking, slide: Slide) -> None:
    lines = [f"### {escape_markdown(slide.title)}"]
    if slide.subtitle:
        lines.append(f":small[:gray[{escape_markdown(slide.subtitle)}]]")
    if slide.comment:
        lines.append(escape_markdown(slide.comment))
    if slide.missing:
        lines.append(f":gray[{escape_markdown(slide.missing)}]")
    st.markdown("\n\n".join(lines))
    _figures(slide.figures)
    if slide.chart is not None and any(value is not None for one in slide.chart.series for value in one.values):
        _chart(slide, slide.chart)
    if slide.bullets:
        st.markdown("\n".join(f"- {escape_markdown(one)}" for one in slide.bullets))
    if slide.table is not None and slide.table.rows:
        _table(slide, slide.table, found.asked.currency)
    if slide.footnote:
        st.markdown(f":small[:gray[{escape_markdown(slide.footnote)}]]")
    if found.finished is None:
        _editor(found, slide)


def _figures(shown: tuple[Figure, ...]) -> None:
    for place in range(0, len(shown), 3):
        for column, one in zip(st.columns(3, gap="small"), shown[place : place + 3], strict=False):
            with column:
                st.markdown("\n\n".join(_figure_lines(one)))


def _figure_lines(one: Figure) -> list[str]:
    spread = f" :gray[:small[{escape_markdown(one.spread)}]]" if one.spread else ""
    lines = [f":gray[:small[{escape_markdown(one.name)}]]", f"**{escape_markdown(one.value)}**{spread}"]
    if one.change:
        colour = COLOURS.get(one.verdict, "gray")
        lines.append(f":small[:{colour}[{one.sign} {escape_markdown(one.change)}]]")
    if one.comment:
        lines.append(f":small[:gray[{escape_markdown(one.comment)}]]")
    return lines


def _chart(slide: Slide, chart: Chart) -> None:
    """The chart as it is on paper, which stays white where the page is dark."""
    with st.container(key=f"slide-chart-{slide.id}"):
        st.image(drawn(chart), alt=chart.alt or slide.title, width="stretch")


def _table(slide: Slide, table: Table, currency: str) -> None:
    rows = [
        [cell_words(value, column.format, currency) for value, column in zip(row, table.columns, strict=True)]
        for row in table.rows
    ]
    frame = pd.DataFrame(rows, columns=[column.name for column in table.columns])
    right = {
        column.name: st.column_config.Column(alignment="right")
        for column in table.columns
        if column.format is not Format.TEXT
    }
    st.dataframe(frame, hide_index=True, column_config=right, key=f"slide-table-{slide.id}", alt=slide.title)
    if table.n_left_out:
        more = _("The first {shown} of {total} rows", shown=len(table.rows), total=table.n_rows)
        st.markdown(f":small[:gray[{escape_markdown(more)}]]")


def _editor(found: Asking, slide: Slide) -> None:
    """A person's own title and comment; emptied, the rule's come back."""
    shown = zlib.crc32(f"{slide.title}|{slide.comment}".encode())  # other words: another box, not what was typed before
    key = f"{shown}-{found.subject.key.quarter}-{found.subject.key.customer_id}-{found.language}-{slide.id}"
    with st.popover(_("Change the words"), icon=":material/edit:", key=f"edit-{slide.id}"):
        title = st.text_area(_("Title"), slide.title, max_chars=LONGEST_TITLE, key=f"title-{key}", height=80)
        comment = st.text_area(
            _("Text below the title"), slide.comment, max_chars=LONGEST_COMMENT, key=f"comment-{key}"
        )
        hint = _("Emptied, the words of the rule come back.")
        st.markdown(f":small[:gray[{escape_markdown(hint)}]]")
        if st.button(_("Keep these words"), key=f"keep-{slide.id}"):
            _keep(found, slide, {"title": title, "comment": comment})


def _keep(found: Asking, slide: Slide, given: dict[str, str]) -> None:
    rule = next((one for one in found.by_rules().slides if one.id == slide.id), slide)
    try:
        for part, text in given.items():
            is_rule = text.strip() == getattr(rule, part).strip()
            found.reviews.set_edit(found.subject.key, found.language, Edit(slide.id, part, "" if is_rule else text))
    except QuarterdeckError as error:
        feedback.refused(error)
        return
    st.rerun()
