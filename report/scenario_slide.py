"""The saved scenarios as one slide of the internal review: what each came to when it was saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from domain.read import Read
from domain.saved_scenario import SavedScenario
from i18n.format import day, money
from i18n.language import speaking
from i18n.translate import _
from report.annual_forecast import chance_words
from report.contents.tables import in_units
from report.review import Column, Format, Review, Slide, Table
from report.scenario_words import saved_levers_words

SLIDE = "scenarios"


def event_names(read: Read) -> dict[str, str]:
    """Names of the customers and deals in scope, by the keys of the events that may happen to them."""
    customers = read("customer_names", {})
    found = dict(zip("lose:" + customers["customer_id"].astype(str), customers["customer"].astype(str), strict=True))
    for row in read("deal_names", {}).to_dict("records"):
        name = " · ".join(part for part in (row["deal_name"], row["customer"]) if isinstance(part, str))
        found |= {f"{event}:{row['deal_id']}": name for event in ("win", "slip") if name}
    return found


def scenarios_slide(saved: Sequence[SavedScenario], names: Mapping[str, str]) -> Slide:
    """The scenarios in the order given; ``missing`` says so where there are none. Amounts in the reporting currency."""
    if not saved:
        return Slide(SLIDE, _("Scenarios"), missing=_("No scenario is saved yet."))
    furthest = max(saved, key=lambda one: one.total)
    values = {"name": furthest.name, "total": money(furthest.total, furthest.currency, compact=True)}
    if len(saved) == 1:
        title = _("Scenario “{name}” comes to {total}", **values)
    else:
        title = _("{n} scenarios: “{name}” comes furthest, to {total}", n=len(saved), **values)
    if furthest.chance is not None:
        title = _("{title}; {chance} chance of the target", title=title, chance=chance_words(furthest.chance))
    return Slide(
        SLIDE,
        title,
        subtitle=_("Expected revenue of the year with and without the levers, as it was saved"),
        table=_table(saved, names),
        footnote=_("Last day known: {days}.", days=", ".join(sorted({day(one.as_of) for one in saved}))),
        notes=tuple(f"{one.name}: {one.note}" for one in saved if one.note),
    )


def with_scenarios(review: Review, saved: Sequence[SavedScenario], names: Mapping[str, str]) -> Review:
    """The review with its scenarios after the forecast they start from; as it is where either is not there.

    ``names`` are those of :func:`event_names`.
    """
    place = next((at for at, one in enumerate(review.slides, start=1) if one.id == "forecast"), None)
    if not saved or place is None:
        return review
    with speaking(review.language):
        slide = in_units(scenarios_slide(saved, names), review.currency)
    return replace(review, slides=(*review.slides[:place], slide, *review.slides[place:]))


def _table(saved: Sequence[SavedScenario], names: Mapping[str, str]) -> Table:
    columns = (
        Column(_("Scenario")), Column(_("Author")), Column(_("Levers")),
        Column(_("Without"), Format.MONEY), Column(_("Expected"), Format.MONEY), Column(_("Change"), Format.MONEY),
        Column(_("Target"), Format.MONEY), Column(_("Chance"), Format.PERCENT),
    )  # fmt: skip
    rows = tuple(
        (
            one.name, one.author, saved_levers_words(one.levers, names), one.baseline, one.total,
            one.total - one.baseline, one.target, one.chance,
        )
        for one in saved
    )  # fmt: skip
    return Table(columns, rows, len(rows))
