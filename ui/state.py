"""What the reader is looking at, held in the URL: a link shows the same view to whoever may see it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeVar

import streamlit as st

from domain.errors import UsageError
from domain.message import N_, Message
from domain.period import Period, PeriodKind, parse_period, period_containing, periods_between
from domain.scope import Dimension, Scope, Viewer
from i18n.language import LANGUAGES

FILTERS: dict[Dimension, str] = {
    Dimension.TEAM: "team",
    Dimension.MANAGER: "manager",
    Dimension.REGION: "region",
    Dimension.SEGMENT: "segment",
}
"""Each way of narrowing down and its word in the URL."""

LONGEST_VALUE = 200
PREFIX = "url:"
T = TypeVar("T")


@dataclass(frozen=True)
class View:
    """One view of the numbers: a period, what it is narrowed to, and the language."""

    period: Period
    language: str
    chosen: Mapping[Dimension, tuple[str, ...]]

    def scope(self, viewer: Viewer) -> Scope:
        """What ``viewer`` asks for with this view."""
        return Scope(
            viewer,
            managers=self.chosen.get(Dimension.MANAGER, ()),
            teams=self.chosen.get(Dimension.TEAM, ()),
            regions=self.chosen.get(Dimension.REGION, ()),
            segments=self.chosen.get(Dimension.SEGMENT, ()),
        )


@dataclass(frozen=True)
class Known:
    """What there is to choose from: the days with data, the period to start with, the members of each dimension."""

    first_on: date
    last_on: date
    default: Period
    fiscal_start_month: int = 1
    members: Mapping[Dimension, tuple[str, ...]] | None = None

    def periods(self, kind: PeriodKind) -> tuple[Period, ...]:
        """Every period of ``kind`` with data, the oldest first."""
        first = period_containing(self.first_on, kind, self.fiscal_start_month)
        return periods_between(first, period_containing(self.last_on, kind, self.fiscal_start_month))


def read_view(parameters: Mapping[str, Sequence[str]], known: Known, language: str) -> tuple[View, list[Message]]:
    """The view that a URL's parameters describe, and what in them was not understood.

    Values are only ever compared with what is known, never decoded. Unknown parameters are left alone: pages
    have their own.
    """
    ignored: list[Message] = []
    period = _period(_single(parameters, "period"), known, ignored)
    chosen: dict[Dimension, tuple[str, ...]] = {}
    for dimension, word in FILTERS.items():
        members = (known.members or {}).get(dimension, ())
        wanted = list(dict.fromkeys(parameters.get(word, ())))
        found = tuple(value for value in wanted if value in members)
        ignored += [_unknown(word, value) for value in wanted if value not in members]
        if found:
            chosen[dimension] = found
    spoken = _single(parameters, "lang")
    if spoken and spoken not in LANGUAGES:
        ignored.append(_unknown("lang", spoken))
    return View(period, spoken if spoken in LANGUAGES else language, chosen), ignored


def write_view(view: View) -> dict[str, list[str]]:
    """The URL parameters of a view; :func:`read_view` reads them back."""
    parameters = {"period": [view.period.name], "lang": [view.language]}
    for dimension, word in FILTERS.items():
        if view.chosen.get(dimension):
            parameters[word] = list(view.chosen[dimension])
    return parameters


def with_kind(view: View, kind: PeriodKind, known: Known) -> View:
    """The same view at another length of period: the period of ``kind`` in which this one ends, within the data."""
    last = view.period.end - timedelta(days=1)
    day = min(max(last, known.first_on), known.last_on)
    return replace(view, period=period_containing(day, kind, known.fiscal_start_month))


def _period(name: str, known: Known, ignored: list[Message]) -> Period:
    if not name:
        return known.default
    try:
        period = parse_period(name[:LONGEST_VALUE], known.fiscal_start_month)
    except UsageError:
        ignored.append(_unknown("period", name))
        return known.default
    if period.end <= known.first_on or period.start > known.last_on:
        ignored.append(Message(N_("There is no data for {period}."), {"period": period}))
        return known.default
    return period


def _single(parameters: Mapping[str, Sequence[str]], word: str) -> str:
    values = parameters.get(word, ())
    return values[-1] if values else ""


def _unknown(word: str, value: str) -> Message:
    shown = value if len(value) <= 40 else value[:39] + "…"
    return Message(N_("“{value}” in the link ({word}) is not known and was left out."), {"value": shown, "word": word})


def url_parameters() -> dict[str, list[str]]:
    """The parameters of the address the reader is at."""
    return {word: st.query_params.get_all(word) for word in st.query_params}


def put_into_url(parameters: Mapping[str, Sequence[str]], *, drop: Sequence[str] = ()) -> None:
    """Write parameters into the address, in one go; those in ``drop`` are taken out, all others stay."""
    before = url_parameters()
    both = {**before, **{word: list(values) for word, values in parameters.items()}}
    after = {word: values for word, values in both.items() if word not in drop}
    if after != before:
        st.query_params.from_dict(after)


def url_chosen(word: str, options: Sequence[T], write: Callable[[T], str]) -> T:
    """What the URL chooses among ``options`` as ``word``; the first where it says nothing that is known."""
    by_word = {write(option): option for option in options}
    return by_word.get(st.query_params.get(word, ""), options[0])


def url_choice(
    word: str,
    options: Sequence[T],
    write: Callable[[T], str],
    label: Callable[[T], str],
    title: str,
    then: Callable[[], None] | None = None,
) -> T:
    """A row of buttons whose choice is in the URL as ``word``; the first option is the default.

    ``write`` gives an option's word in the URL, ``label`` its words on the button; ``then`` is called after a change.
    """
    current = url_chosen(word, options, write)
    key = PREFIX + word
    st.session_state[key] = current

    def changed() -> None:
        picked = st.session_state.get(key)
        put_into_url({word: [write(options[0] if picked is None else picked)]})
        if then is not None:
            then()

    picked = st.segmented_control(
        title, options, format_func=label, key=key, on_change=changed, label_visibility="collapsed", required=True
    )
    return current if picked is None else picked
