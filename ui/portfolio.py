"""How customers are spread over account managers, who hands whom over, and how much hangs on a few of them."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from analytics.kpi import Answer, Unit
from analytics.portfolio import Heaviest, handovers_of, heaviest, spread
from analytics.registry import kpi_by_id
from charts.axes import Measure
from charts.panels import Panel, panels
from charts.spread import spread_of
from charts.theme import Caption
from domain.scope import Dimension
from i18n.format import NOTHING, day, money, number, percent
from i18n.format import period as period_words
from i18n.translate import _, ngettext
from ui import answers, feedback, figures, findings
from ui.asking import Asked
from ui.nav import page_path
from ui.tables import table
from ui.text import escape_markdown

EVEN = 1.15
"""Where the most loaded manager has no more than this times the mean, the load is even."""


def distribution(asked: Asked) -> None:
    """One dot a manager over the customers looked after at the end of the period; median, most and fewest beside."""
    frame = answers.listing(asked, "load_by_manager")
    points = _points(frame)
    found = spread(points)
    if found is None:
        feedback.empty(
            _("Here customers per account manager would be shown, one dot a manager."),
            _("Nobody looks after an active customer: export the customers with their account manager."),
            page=page_path("imports"),
            button=_("Load the customers"),
        )
        return
    snapshot = answers.history(asked, "customers_per_manager_snapshot")[-1]
    title = ngettext(
        "{n} account manager looks after {most} customers",
        "{n} account managers look after {fewest} to {most} customers each",
        found.n_managers, fewest=_count(found.smallest[1]), most=_count(found.largest[1]),
    )  # fmt: skip
    subtitle = _("One dot an account manager, {scope}, at the end of {period}", scope=findings.scope_words(asked),
                 period=period_words(asked.view.period))  # fmt: skip
    caption = Caption(title, subtitle, " · ".join([_("dotted: mean"), *_without(asked, frame), _as_of(asked)]))
    left, right = st.columns([3, 1], gap="medium")
    with left:
        drawn = spread_of(
            points,
            load_measure([value for _name, value in points]),
            axis_name=_("customers looked after"),
            mean=snapshot.value,
            caption=caption,
            colours=figures.colours(),
        )
        figures.draw(drawn, "spread")
    with right:
        _figure("median", _("Median"), _count(found.median), _("half the managers have no more"))
        _figure("most", _("Most"), _count(found.largest[1]), found.largest[0])
        _figure("fewest", _("Fewest"), _count(found.smallest[1]), found.smallest[0])


def fairness(asked: Asked) -> None:
    """Load, revenue and response time of each manager side by side, with the company's mean."""
    frame = answers.listing(asked, "load_by_manager")
    points = _points(frame)
    if len(points) < 2:
        feedback.empty(
            _("Here load, revenue and response time of the account managers would stand side by side."),
            _("It needs at least two account managers with active customers."),
        )
        return
    names = [str(name) for name in frame["manager"]]
    kpi = kpi_by_id("response_time_mean")
    response = {one.group: one for one in answers.answers(asked, kpi.id, Dimension.MANAGER) if one.group}
    whole = answers.history(asked, kpi.id)[-1]
    carried = [float(n) for n in frame["n_customers"]]
    revenue = [_known(value) for value in frame["revenue"]]
    owned = [value or 0.0 for value, n in zip(revenue, frame["n_customers"], strict=True) if n > 0]
    shown = [
        Panel(_("Customers"), load_measure(carried), carried, _load_mean(asked)),
        Panel(_("Revenue"), Measure(Unit.MONEY, 0, asked.currency), revenue, sum(owned) / len(owned)),
        Panel(
            _("Mean response"),
            Measure.of(kpi, asked.currency),
            [response[name].value if name in response else None for name in names],
            whole.value,
            [response[name].n if name in response else 0 for name in names],
            kpi.minimum_n,
        ),
    ]
    solid = {name: (one.value, one.low) for name, one in response.items() if one.value and one.n >= kpi.minimum_n}
    caption = Caption(
        _fairness_title(heaviest(points, solid, whole.value), points),
        _("Load, revenue and response time by account manager, {scope}, {period}", scope=findings.scope_words(asked),
          period=period_words(asked.view.period)),
        " · ".join([_("dotted: mean"), _("grey: fewer than {n} answered tickets", n=kpi.minimum_n), _as_of(asked)]),
    )  # fmt: skip
    figures.draw(panels(names, shown, caption=caption, colours=figures.colours()), "fairness")


def _fairness_title(found: Heaviest | None, points: list[tuple[str, float]]) -> str:
    if found is None:
        return _("Load, revenue and response time side by side")
    if found.times_mean <= EVEN:
        fewest = min(value for _name, value in points)
        return _("Load is even: from {fewest} to {most} customers each", fewest=_count(fewest),
                 most=_count(found.n_customers))  # fmt: skip
    said = {"name": found.name, "share": percent(found.share), "times": number(found.times_mean, 1)}
    if found.times_slower is None or found.is_slower_real is None:
        return _("{name} looks after {share} of customers, {times} times the mean", **said)
    if found.is_slower_real:
        slower = number(found.times_slower, 1)
        return _("{name} looks after {share} of customers, and answers take {slower} times the company's mean",
                 slower=slower, **said)  # fmt: skip
    return _("{name} looks after {share} of customers, {times} times the mean, and answers no more slowly than chance "
             "explains", **said)  # fmt: skip


def handovers(asked: Asked) -> None:
    """Who was handed over by whom to whom in the period; where that cannot be seen, why."""
    frame = handovers_of(answers.listing_of_all(asked, "handovers"), asked.view.chosen)
    if frame.empty:
        reason = _no_handovers(asked)
        title = _("No customer was handed over in {period}", period=period_words(asked.view.period))
        if reason:
            title = _("Hand-overs: {nothing}", nothing=NOTHING)
        under = f"\n\n:gray[{escape_markdown(reason)}]" if reason else ""
        st.markdown(f"### {escape_markdown(title)}{under}")
        return
    n = len(frame[["customer_id", "handed_on"]].drop_duplicates())
    revenue = frame.drop_duplicates("customer_id")["revenue"].sum()
    title = ngettext(
        "{n} hand-over in {period}, with {revenue} of the period's revenue",
        "{n} hand-overs in {period}, with {revenue} of the period's revenue",
        n, period=period_words(asked.view.period), revenue=money(float(revenue), asked.currency, compact=True),
    )  # fmt: skip
    kept = ["customer", "from_manager", "to_manager", "handed_on", "revenue", "segment", "customer_id"]
    table(frame[kept], key="handovers", title=title, alt=_("Customers handed over, with the day"), most_shown=8)


def _no_handovers(asked: Asked) -> str:
    """Why hand-overs cannot be seen in the files; empty where they could."""
    known = answers.plain_listing(asked, "ownership_known").iloc[0]
    if not known["n_spans"]:
        return _("No file names an account manager of a customer.")
    if not known["n_told"]:
        return _("Owners are only known from deals and invoices. The customers' file does not say since when somebody "
                 "looks after a customer (column owned_from).")  # fmt: skip
    if not known["n_dated"]:
        return _("The customers' file names owners without the day since when (column owned_from); later exports will "
                 "show who was handed over.")  # fmt: skip
    return ""


def concentration(asked: Asked) -> None:
    """How much hangs on the largest customers: the company in words, each manager in a table."""
    frame = answers.listing(asked, "revenue_concentration")
    whole = frame[frame["is_whole"] == 1]
    if whole.empty or whole["largest_share"].isna().all():
        feedback.empty(
            _("Here it would be said how much of the revenue the largest customers bring."),
            _("There is no revenue above zero in {period}.", period=period_words(asked.view.period)),
        )
        return
    company = whole.iloc[0]
    sentence = _(
        "The largest customer brings {share} of revenue, the five largest {five}",
        share=percent(company["largest_share"]), five=percent(company["top5_share"]),
    )  # fmt: skip
    under = _("{customer} is the largest of {n}. Revenue is spread as over {equal} customers of equal size.",
              customer=str(company["largest_customer"]), n=int(company["n_customers"]),
              equal=number(company["n_equal"]))  # fmt: skip
    st.markdown(f"### {escape_markdown(sentence)}\n\n:gray[{escape_markdown(under)}]")
    # not the load shown above: who had revenue in the period, whoever looks after them on its last day
    rows = frame[(frame["is_whole"] == 0) & frame["manager"].notna()].rename(columns={"n_customers": "n_with_revenue"})
    rows = rows.sort_values(["largest_share", "manager"], ascending=[False, True], na_position="last")
    kept = ["manager", "largest_customer", "largest_share", "top5_share", "n_equal", "n_with_revenue", "revenue"]
    table(rows[kept], key="concentration", title=_dependence(rows), alt=_("Concentration by account manager"))


def _dependence(rows: pd.DataFrame) -> str:
    if rows.empty or rows["largest_share"].isna().all():
        return _("Concentration by account manager")
    first = rows.iloc[0]
    return _("{name} depends most on one customer, for {share} of revenue", name=str(first["manager"]),
             share=percent(first["largest_share"]))  # fmt: skip


def load_measure(values: Sequence[float]) -> Measure:
    """Numbers of customers: with a decimal only where a customer is shared or weighted."""
    return Measure(Unit.CUSTOMERS_PER_MANAGER, 0 if all(value.is_integer() for value in values) else 1)


def _points(frame: pd.DataFrame) -> list[tuple[str, float]]:
    owning = frame[frame["n_customers"] > 0]
    return [(str(name), float(n)) for name, n in zip(owning["manager"], owning["n_customers"], strict=True)]


def _without(asked: Asked, frame: pd.DataFrame) -> list[str]:
    """How many managers there are who look after nobody, and who is gone and still looks after somebody."""
    known = answers.listing(asked, "portfolio_managers")
    owning = set(frame.loc[frame["n_customers"] > 0, "manager_id"])
    here = known[(known["has_left"] == 0) & ~known["manager_id"].isin(owning)]
    gone = known[(known["has_left"] == 1) & known["manager_id"].isin(owning)]
    words = []
    if len(here):
        words.append(ngettext("{n} manager without customers does not count",
                              "{n} managers without customers do not count", len(here)))  # fmt: skip
    if len(gone):
        words.append(_("left and still in charge of customers: {names}", names=", ".join(gone["manager"].astype(str))))
    return words


def _load_mean(asked: Asked) -> float | None:
    last: Answer = answers.history(asked, "customers_per_manager_snapshot")[-1]
    return last.value


def _figure(key: str, name: str, value: str, under: str) -> None:
    with st.container(border=True, key=f"figure-load-{key}", gap="xxsmall"):
        lines = [escape_markdown(name), f"**{escape_markdown(value)}**", f":gray[{escape_markdown(under)}]"]
        st.markdown("\n\n".join(lines))


def _known(value: float) -> float | None:
    return float(value) if value == value else None


def _count(value: float) -> str:
    """A number of customers: whole unless customers are shared."""
    return number(value, 0 if float(value).is_integer() else 1)


def _as_of(asked: Asked) -> str:
    return _("data as of {day}", day=day(asked.as_of))
