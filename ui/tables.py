"""Rows as a table: our numbers in the reader's shape, names frozen, where each row comes from in the last columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Literal, cast

import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler

from data.exporting import to_csv_bytes, to_xlsx_bytes
from domain.folding import fold
from i18n.format import HOURS_A_WORKING_DAY, NOTHING, day, duration, moment, number, percent
from i18n.language import get_language
from i18n.names import priority_name
from i18n.translate import _
from ui.columns import COLUMN_NAMES, FROZEN, HOURS, MONEY, POINTS, PROVENANCE, RATIOS, WIDE, is_day, is_moment
from ui.customer_links import linked
from ui.figures import colours
from ui.response_columns import DURATIONS
from ui.text import escape_markdown
from ui.value_words import WORDS

MOST_ROWS = 500
ROW_HEIGHT = 35
MEASURED, DIGIT = 8, 8
"""Rows by which the grid finds the width of a column, at least, and pixels of a digit, at most."""


def table(
    frame: pd.DataFrame,
    *,
    key: str,
    title: str,
    alt: str,
    searchable: bool = False,
    most_shown: int = 11,
    row_height: int = ROW_HEIGHT,
    grey: Sequence[bool] = (),
) -> None:
    """The frame with its title, downloads at the top right, and a search that folds accents where asked for.

    In rows higher than usual, long text is broken into lines.
    At most 500 rows are drawn; the downloads hold all of them, as they are, with their original column names.
    ``grey`` says of each row whether it rests on too few to be read as it stands.
    """
    if frame.empty:
        st.markdown(f"### {escape_markdown(title)}")
        st.markdown(f":gray[{escape_markdown(_('There are no rows.'))}]")
        return
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.markdown(f"### {escape_markdown(title)}", width="stretch")
        found = _searched(frame, key) if searchable else frame
        _downloads(found, key)
    if found.empty:
        st.markdown(f":gray[{escape_markdown(_('No row fits.'))}]")
        return
    shown, names = linked(localised(found.head(MOST_ROWS)))
    st.dataframe(
        _styled(shown, names, grey),
        key=f"{key}-table",
        hide_index=True,
        height=ROW_HEIGHT + row_height * min(len(shown), most_shown) + 3,
        column_config=_configuration(shown, has_links=bool(names)),
        column_order=_order(shown),
        alt=alt,
        placeholder=NOTHING,
        row_height=row_height,
    )
    if len(found) > MOST_ROWS:
        text = _(
            "The first {shown} of {total} rows; the downloads hold all of them.", shown=MOST_ROWS, total=len(found)
        )
        st.markdown(f":small[:gray[{escape_markdown(text)}]]")


def search(frame: pd.DataFrame, text: str) -> pd.DataFrame:
    """The rows in which any text holds ``text``, without regard to accents, case or Đ/đ. Empty text: all rows."""
    wanted = fold(text)
    if not wanted or frame.empty:
        return frame
    texts = frame.select_dtypes(include=["object", "string"])
    if texts.empty:
        return frame.head(0)
    folded = texts.fillna("").astype(str).agg(" ".join, axis=1).map(fold)
    return frame[folded.str.contains(wanted, regex=False)]


def localised(frame: pd.DataFrame, zone: str = "") -> pd.DataFrame:
    """Moments are kept in UTC; people read them in the company's time zone."""
    place = zone or str(st.session_state.get("zone", "UTC"))
    moments = [name for name in frame.columns if is_moment(name) and pd.api.types.is_datetime64_any_dtype(frame[name])]
    local = frame.copy(deep=False)
    for name in moments:
        values = frame[name]
        aware = values if values.dt.tz is not None else values.dt.tz_localize("UTC")
        local[name] = aware.dt.tz_convert(place).dt.tz_localize(None)
    return local


def _searched(frame: pd.DataFrame, key: str) -> pd.DataFrame:
    text = st.text_input(
        _("Search"),
        key=f"{key}-search",
        placeholder=_("Search names and comments"),
        label_visibility="collapsed",
        icon=":material/search:",
        width=260,
        max_chars=100,
    )
    return search(frame, text)


def _downloads(frame: pd.DataFrame, key: str) -> None:
    """Both files are made when they are asked for, not on every run."""
    csv_type = "text/csv"
    excel_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    with st.container(horizontal=True, gap="small", width="content"):  # on a narrow screen they move together
        for name, mime, make in (
            ("csv", csv_type, partial(to_csv_bytes, frame)),
            ("xlsx", excel_type, partial(to_xlsx_bytes, frame, key)),
        ):
            st.download_button(
                name.upper(),
                make,
                file_name=f"quarterdeck-{key}.{name}",
                mime=mime,
                key=f"{key}-{name}",
                icon=":material/download:",
                on_click="ignore",
                disabled=frame.empty,
                help=_("Download these rows"),
            )


def _order(frame: pd.DataFrame) -> list[str]:
    """What is known about the row first, where it comes from last."""
    first = [name for name in frame.columns if name in FROZEN]
    last = [name for name in PROVENANCE if name in frame.columns]
    return [*first, *[name for name in frame.columns if name not in first and name not in last], *last]


def _styled(frame: pd.DataFrame, names: Mapping[str, str], grey: Sequence[bool] = ()) -> Styler:
    """Numbers, dates and words in the reader's shape; sorting still goes by the value behind them.

    ``names`` are those that stand for the addresses in the column of customers.
    """
    shapes = shapes_of(frame)
    if names:
        shapes["customer"] = lambda address: _missing(address) or names.get(str(address), NOTHING)
    styled = frame.style.format(cast("Any", shapes), na_rep=NOTHING)
    if not any(grey):
        return styled
    faint = dict(zip(frame.index, grey, strict=False))
    colour = f"color: {colours().muted}"
    return styled.apply(lambda row: [colour if faint.get(row.name) else ""] * len(row), axis=1)


def shapes_of(frame: pd.DataFrame) -> dict[str, Callable[[Any], str]]:
    """How the values of each column are written; columns of plain text are left out."""
    found = {name: _shape_of(name, frame[name]) for name in frame.columns}
    return {name: shape for name, shape in found.items() if shape is not None}


def _shape_of(name: str, values: pd.Series[Any]) -> Callable[[Any], str] | None:
    if name in WORDS:
        return lambda value: _missing(value) or _(WORDS[name].get(str(value), str(value)))
    if name == "priority":
        return lambda value: _missing(value) or priority_name(str(value))
    if is_day(name):
        return lambda value: _missing(value) or day(pd.Timestamp(value).date())
    if is_moment(name):
        return lambda value: _missing(value) or moment(pd.Timestamp(value).to_pydatetime())
    if name in RATIOS:
        return lambda value: _missing(value) or percent(float(value), 1)
    if name in DURATIONS:
        return lambda value: _missing(value) or duration(float(value), HOURS_A_WORKING_DAY)
    if name in HOURS or name in POINTS:
        return lambda value: _missing(value) or number(float(value), 1)
    if name in MONEY:
        return lambda value: _missing(value) or number(float(value))
    if name == "line_no":
        return lambda value: _missing(value) or str(int(value))
    if pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values):
        known = values.dropna().astype(float)
        decimals = 0 if bool((known == known.round()).all()) else 2  # one shape a column, so that figures stand aligned
        return lambda value: _missing(value) or number(float(value), decimals)
    return None


def _missing(value: object) -> str:
    return NOTHING if value is None or value is pd.NaT or value is pd.NA or value != value else ""


def room_for(name: str, values: pd.Series[Any], label: str) -> int | None:
    """Pixels that a column of numbers needs where its first rows do not tell; None: the grid finds them itself.

    The grid measures the first rows only, and cuts a wider number further down at its left: 4,252 would read 252.
    """
    shape = _shape_of(name, values)
    if shape is None:
        return None

    def longest(some: pd.Series[Any]) -> int:
        known = some.dropna()
        return max((len(shape(end)) for end in (known.min(), known.max())), default=0) if len(known) else 0

    needed = longest(values)
    is_seen = longest(values.head(MEASURED)) >= needed or len(label) >= needed
    return None if is_seen else needed * DIGIT + 20


def _configuration(frame: pd.DataFrame, *, has_links: bool) -> Mapping[str, Any]:
    day_shape = "DD/MM/YYYY" if get_language() == "vi" else "D MMM YYYY"
    settings: dict[str, Any] = {}
    for name in frame.columns:
        label = _(COLUMN_NAMES.get(name, name))
        width: Literal["large"] | None = "large" if name in WIDE else None
        is_number = pd.api.types.is_numeric_dtype(frame[name]) and not pd.api.types.is_bool_dtype(frame[name])
        if name == "customer" and has_links:
            # no display text of its own: the name comes out of the styler
            settings[name] = st.column_config.LinkColumn(label, pinned=True)
        elif is_day(name):
            settings[name] = st.column_config.DateColumn(label, format=day_shape)
        elif is_moment(name):
            settings[name] = st.column_config.DatetimeColumn(label, format=f"{day_shape} HH:mm")
        elif is_number:
            wide = room_for(name, frame[name], label)
            settings[name] = st.column_config.NumberColumn(label, alignment="right", width=wide)
        else:
            settings[name] = st.column_config.Column(label, pinned=name in FROZEN, width=width)
    return settings
