"""The saved scenarios as one slide of the internal review: what each came to when it was saved."""

from __future__ import annotations

from collections.abc import Sequence

from domain.saved_scenario import SavedScenario
from i18n.format import day, money
from i18n.translate import _, ngettext
from report.annual_forecast import chance_words
from report.review import Column, Format, Slide, Table

SLIDE = "scenarios"


def scenarios_slide(saved: Sequence[SavedScenario]) -> Slide:
    """The scenarios in the order given; ``missing`` says so where there are none. Amounts in the reporting currency."""
    if not saved:
        return Slide(SLIDE, _("Scenarios"), missing=_("No scenario is saved yet."))
    furthest = max(saved, key=lambda one: one.total)
    values = {"name": furthest.name, "total": money(furthest.total, furthest.currency, compact=True)}
    title = ngettext("One scenario: “{name}” comes to {total}", "{n} scenarios: “{name}” comes furthest, to {total}",
                     len(saved), **values)  # fmt: skip
    if furthest.chance is not None:
        title = _("{title}; {chance} chance of the target", title=title, chance=chance_words(furthest.chance))
    return Slide(
        SLIDE,
        title,
        subtitle=_("Expected revenue of the year with and without the levers, as it was saved"),
        table=_table(saved),
        footnote=_("Last day known: {days}.", days=", ".join(sorted({day(one.as_of) for one in saved}))),
        notes=tuple(f"{one.name}: {one.note}" for one in saved if one.note),
    )


def _table(saved: Sequence[SavedScenario]) -> Table:
    columns = (
        Column(_("Scenario")), Column(_("Author")), Column(_("For")), Column(_("Levers")),
        Column(_("Without"), Format.MONEY), Column(_("Expected"), Format.MONEY), Column(_("Change"), Format.MONEY),
        Column(_("Target"), Format.MONEY), Column(_("Chance"), Format.PERCENT),
    )  # fmt: skip
    rows = tuple(
        (one.name, one.author, one.period, ", ".join(f"{key}={text}" for key, text in sorted(one.levers.items())),
         one.baseline, one.total, one.total - one.baseline, one.target, one.chance)
        for one in saved
    )  # fmt: skip
    return Table(columns, rows, len(rows))
