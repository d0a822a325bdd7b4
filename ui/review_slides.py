"""The slides of a review as cards on paper, with their titles and comments to change in place."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from domain.errors import QuarterdeckError
from domain.kept_review import Edit
from i18n.format import day, number, percent
from i18n.translate import _
from report.drawing import drawn
from report.review import Figure, Format, Review, Slide, Table
from ui import feedback
from ui.review_asking import Asking
from ui.text import escape_markdown

LONGEST_TITLE, LONGEST_COMMENT = 200, 800
WITHOUT_CARD = ("actions",)
COLOURS = {"better": "green", "worse": "red"}
DECIMALS = {Format.DECIMAL: 2, Format.HOURS: 1, Format.POINTS: 1}


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
    if slide.chart is not None and (picture := drawn(slide.chart)):
        with st.container(key=f"slide-chart-{slide.id}"):
            st.image(picture, alt=slide.chart.alt or slide.title, width="stretch")
    if slide.bullets:
        st.markdown("\n".join(f"- {escape_markdown(one)}" for one in slide.bullets))
    if slide.table is not None and slide.table.rows:
        _table(slide, slide.table)
    if slide.footnote:
        st.markdown(f":small[:gray[{escape_markdown(slide.footnote)}]]")
    if found.finished is None:
        _editor(found, slide)


def _figures(figures: tuple[Figure, ...]) -> None:
    for place in range(0, len(figures), 3):
        for column, one in zip(st.columns(3, gap="small"), figures[place : place + 3], strict=False):
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


def _table(slide: Slide, table: Table) -> None:
    frame = pd.DataFrame(
        [
            [_words(value, column.format) for value, column in zip(row, table.columns, strict=True)]
            for row in table.rows
        ],
        columns=[column.name for column in table.columns],
    )
    right = {column.name: st.column_config.Column(alignment="right") for column in table.columns
             if column.format is not Format.TEXT}  # fmt: skip
    st.dataframe(frame, hide_index=True, column_config=right, key=f"slide-table-{slide.id}", alt=slide.title)
    if table.n_left_out:
        more = _("The first {shown} of {total} rows", shown=len(table.rows), total=table.n_rows)
        st.markdown(f":small[:gray[{escape_markdown(more)}]]")


def _words(value: object, shape: Format) -> str:
    if value is None or value != value:
        return "" if shape is Format.TEXT else "—"
    if isinstance(value, str):
        return day(pd.Timestamp(value).date()) if shape is Format.DATE else value
    if isinstance(value, int | float):
        return percent(value, 1) if shape is Format.PERCENT else number(value, DECIMALS.get(shape, 0))
    return str(value)


def _editor(found: Asking, slide: Slide) -> None:
    """A person's own title and comment; emptied, the rule's come back."""
    key = f"{found.subject.key.quarter}-{found.subject.key.customer_id}-{found.language}-{slide.id}"
    with st.popover(_("Change the words"), icon=":material/edit:", key=f"edit-{slide.id}"):
        title = st.text_area(_("Title"), slide.title, max_chars=LONGEST_TITLE, key=f"title-{key}", height=80)
        comment = st.text_area(_("Comment"), slide.comment, max_chars=LONGEST_COMMENT, key=f"comment-{key}")
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
    for part in given:
        key = f"{found.subject.key.quarter}-{found.subject.key.customer_id}-{found.language}-{slide.id}"
        st.session_state.pop(f"{part}-{key}", None)
    st.rerun()
