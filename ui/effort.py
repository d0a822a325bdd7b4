"""Load weighted by how much work a customer of each segment is: the weights, and what they change."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from analytics.portfolio import UNSET_WEIGHT, weighted_loads
from charts.panels import Panel, panels
from charts.theme import Caption
from data.workspace import Workspace
from domain.errors import QuarterdeckError
from domain.scope import Dimension, Role
from i18n.format import NOTHING, day, number
from i18n.format import period as period_words
from i18n.translate import _, ngettext
from ui import answers, asking, feedback, figures, findings
from ui.asking import Asked
from ui.portfolio import load_measure
from ui.text import escape_markdown

HEAVIEST_WEIGHT = 100.0


def effort(asked: Asked) -> None:
    """The weights of the segments, and the weighted load of each manager beside the plain one."""
    segments = list((asked.known.members or {}).get(Dimension.SEGMENT, ()))
    if not segments:
        feedback.empty(
            _("Here customers would count by the work they are, by segment."),
            _("No segments are known: the customers' file has no column “segment”. Every customer counts 1."),
        )
        return
    weights = Workspace(asking.workspace_folder()).book.effort_weights()
    known = {segment: weight for segment, weight in weights.items() if segment in segments}
    portfolio = answers.listing(asked, "portfolio_customers")
    left, right = st.columns([1, 2], gap="medium")
    with left:
        _editor(asked, segments, known)
    with right:
        _picture(asked, portfolio, known)


def _editor(asked: Asked, segments: Sequence[str], weights: Mapping[str, float]) -> None:
    """A line a segment. Whoever sees everything may set them, because they are the company's."""
    may_set = asked.scope.viewer.role is Role.HEAD
    says = _("How much work is a customer of each segment? 2 counts as two customers. What is not set counts as 1.")
    st.markdown(f"### {escape_markdown(_('Effort by segment'))}\n\n:small[:gray[{escape_markdown(says)}]]")
    frame = pd.DataFrame({"segment": list(segments), "weight": [weights.get(segment) for segment in segments]})
    frame["weight"] = frame["weight"].astype("Float64")
    stamp = hashlib.sha256(repr(sorted(weights.items())).encode()).hexdigest()[:8]
    edited = st.data_editor(
        frame,
        hide_index=True,
        disabled=["segment"] if may_set else True,
        column_config={
            "segment": st.column_config.TextColumn(_("Segment")),
            "weight": st.column_config.NumberColumn(
                _("Counts as"), min_value=0.0, max_value=HEAVIEST_WEIGHT, step=0.1, alignment="right"
            ),
        },
        key=f"effort-{stamp}",
        placeholder=NOTHING,
    )
    given = {str(row["segment"]): _number(row["weight"]) for row in edited.to_dict("records")}
    changed = {segment: weight for segment, weight in given.items() if weight != weights.get(segment)}
    if may_set and st.button(_("Keep these weights"), disabled=not changed, key="keep-effort"):
        _keep(changed)


def _keep(weights: Mapping[str, float | None]) -> None:
    try:
        Workspace(asking.workspace_folder()).book.set_effort_weights(weights)
    except QuarterdeckError as error:
        feedback.refused(error)
        return
    st.rerun()


def _picture(asked: Asked, portfolio: pd.DataFrame, weights: Mapping[str, float]) -> None:
    loads = weighted_loads(portfolio, weights)
    if loads.empty:
        feedback.empty(
            _("Here each account manager's weighted load would stand beside the plain one."),
            _("Nobody looks after an active customer in this period."),
        )
        return
    if all(weight == UNSET_WEIGHT for weight in weights.values()):
        nothing = _("No weight is set: every customer counts 1")
        under = _("With weights, each account manager's weighted load stands here beside the number of customers.")
        st.markdown(f"### {escape_markdown(nothing)}\n\n:gray[{escape_markdown(under)}]")
        return
    names = [str(name) for name in loads["manager"]]
    plain, weighted = ([float(value) for value in loads[column]] for column in ("n_customers", "weighted_load"))
    shown = [
        Panel(_("Weighted load"), load_measure(weighted), weighted, sum(weighted) / len(weighted)),
        Panel(_("Customers"), load_measure(plain), plain, sum(plain) / len(plain)),
    ]
    subtitle = _("Customers by account manager, weighted and plain, {scope}, at the end of {period}",
                 scope=findings.scope_words(asked), period=period_words(asked.view.period))  # fmt: skip
    notes = [*_said(portfolio, weights, asked), _("dotted: mean"), _("data as of {day}", day=day(asked.as_of))]
    caption = Caption(_title(loads), subtitle, " · ".join(notes))
    figures.draw(panels(names, shown, caption=caption, colours=figures.colours()), "effort")


def _title(loads: pd.DataFrame) -> str:
    busiest = loads.sort_values("n_customers", ascending=False).iloc[0]
    tied = loads[loads["weighted_load"] == loads["weighted_load"].max()]
    heaviest = tied.sort_values("n_customers", ascending=False).iloc[0]
    said = {"name": str(heaviest["manager"]), "load": number(heaviest["weighted_load"], 1)}
    if heaviest["n_customers"] == busiest["n_customers"]:
        return _("{name} has the most work weighted too: {load}", **said)
    return _("By work {name} carries most, {load}; by customers {other}", other=str(busiest["manager"]), **said)


def _said(portfolio: pd.DataFrame, weights: Mapping[str, float], asked: Asked) -> list[str]:
    """Which segments have no weight, and how many customers no segment: each counts as 1."""
    unset = [name for name in (asked.known.members or {}).get(Dimension.SEGMENT, ()) if name not in weights]
    without = portfolio.loc[portfolio["segment"].isna(), "customer_id"].nunique()
    words = [_("not set, so counted as 1: {names}", names=", ".join(unset))] if unset and weights else []
    if without:
        words.append(ngettext("{n} customer has no segment and counts 1",
                              "{n} customers have no segment and count 1", without))  # fmt: skip
    return words


def _number(value: object) -> float | None:
    return None if value is None or pd.isna(value) else float(str(value))  # type: ignore[call-overload]
