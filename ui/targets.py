"""Targets: where levels disagree, and the grid in which a head of account types them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from decimal import Decimal

import pandas as pd
import streamlit as st

from analytics.asking import cut_of
from analytics.target_levels import Disagreement
from analytics.target_levels import disagreements as disagreements_of
from data.rebuilding import set_targets
from data.typed_targets import LEVELS, TargetKey, TypedTarget
from domain.errors import QuarterdeckError
from domain.folding import fold
from domain.period import Period, PeriodKind, period_containing, periods_between
from domain.read import Read
from domain.scope import Role
from i18n.format import NOTHING, money, number
from i18n.format import period as period_words
from i18n.translate import _, ngettext
from ui import answers, asking, feedback
from ui.asking import Asked
from ui.state import url_choice
from ui.text import escape_markdown

MOST_SAID = 4
LARGEST_TARGET = 1e15
KINDS = (PeriodKind.QUARTER, PeriodKind.MONTH, PeriodKind.YEAR)

Cells = Mapping[tuple[str, str], float]
"""Amounts by member and name of the period; the company's member is empty."""


def targets_in(read: Read, period: Period) -> pd.DataFrame:
    """Every revenue target that lies within ``period``."""
    return read("targets", {"periods": [cut_of(period, period.start)]})


def disagreements(asked: Asked) -> None:
    """One line for each level whose targets do not add up to the one above, with both figures."""
    if asked.scope.viewer.role is not Role.HEAD or asked.view.chosen:
        return
    period = asked.view.period
    found = disagreements_of(answers.worked_out(asked, targets_in, period), period)
    lines = [_disagreement(asked, one) for one in found[:MOST_SAID]]
    if len(found) > MOST_SAID:
        lines.append(ngettext("{n} more pair of levels disagrees.", "{n} more pairs of levels disagree.",
                              len(found) - MOST_SAID))  # fmt: skip
    for line in lines:
        st.markdown(f":orange[:material/warning:] :small[{escape_markdown(line)}]")


def _disagreement(asked: Asked, one: Disagreement) -> str:
    if one.below in ("own", "quarters", "months"):
        return _own_words(asked, one)
    below = {
        "region": _("the regions"),
        "team": _("the teams"),
        "manager": _("the account managers"),
        "product": _("the products"),
    }
    return _(
        "Targets for {period} disagree: those of {below} add up to {total}, the target of {member} is {amount}.",
        period=period_words(asked.view.period), below=below[one.below], total=money(one.total, asked.currency),
        member=one.member or _("the company"), amount=money(one.amount, asked.currency),
    )  # fmt: skip


def _own_words(asked: Asked, one: Disagreement) -> str:
    """One member's targets of different lengths that do not agree, and which of them counts."""
    values = {
        "period": period_words(asked.view.period), "member": one.member or _("the company"),
        "amount": money(one.amount, asked.currency), "total": money(one.total, asked.currency),
    }  # fmt: skip
    if one.below == "own":
        return _("Targets of {member} for {period} disagree: what was typed for parts of it makes {amount}, and that "
                 "counts; the imported target of the whole is {total}.", **values)  # fmt: skip
    if one.below == "quarters":
        return _(
            "Targets of {member} for {period} disagree: {amount} counts, its quarters add up to {total}.", **values
        )
    return _("Targets of {member} for {period} disagree: {amount} counts, its months add up to {total}.", **values)


def editor(asked: Asked) -> None:
    """The targets of one level in the fiscal year looked at; whoever sees everything may type, others may look."""
    may_type = asked.scope.viewer.role is Role.HEAD
    year = period_containing(asked.view.period.start, PeriodKind.YEAR, asked.view.period.fiscal_start_month)
    title = _("Targets of {year}", year=period_words(year))
    says = _(
        "Type what is to be reached, in {currency}. A typed target takes the place of what it covers, and of "
        "no more. Emptying a typed one brings the imported one back.",
        currency=asked.currency,
    )
    st.markdown(f"### {escape_markdown(title)}\n\n:small[:gray[{escape_markdown(says)}]]")
    level = url_choice("target_level", LEVELS, write=str, label=_level_words, title=_("Whose targets"))
    frame = answers.worked_out(asked, targets_in, year)
    frame = frame[frame["level"] == level]
    kinds = sorted(KINDS, key=lambda one: not _cells(frame, _periods(year, one)))
    kind = url_choice(
        "target_kind", kinds, write=lambda one: one.value, label=_kind_words, title=_("For which periods")
    )
    periods = _periods(year, kind)
    members = _members(asked, level)
    if not members:
        st.markdown(f":gray[{escape_markdown(_('No {level} is known yet.', level=_level_words(level).lower()))}]")
        return
    known, typed = _cells(frame, periods), _cells(frame[frame["is_typed"] == 1], periods)
    given = _grid(asked, level, periods, members, known, may_type=may_type)
    changed = {cell: given.get(cell) for cell in {*known, *given} if given.get(cell) != known.get(cell)}
    stuck = [cell for cell, amount in changed.items() if amount is None and cell not in typed]
    changes = {cell: amount for cell, amount in changed.items() if cell not in stuck}
    for line in [*_replaced(asked, frame, periods), *([_stuck()] if stuck else [])]:
        st.markdown(f":small[:gray[{escape_markdown(line)}]]")
    if may_type and st.button(_("Keep these targets"), disabled=not changes, key="keep-targets"):
        _keep(asked, level, changes)


def _level_words(level: str) -> str:
    return {"company": _("Company"), "region": _("Region"), "team": _("Team"), "manager": _("Account manager"),
            "product": _("Product")}[level]  # fmt: skip


def _kind_words(kind: PeriodKind) -> str:
    return {PeriodKind.QUARTER: _("By quarter"), PeriodKind.MONTH: _("By month"), PeriodKind.YEAR: _("By year")}[kind]


def _periods(year: Period, kind: PeriodKind) -> tuple[Period, ...]:
    first = period_containing(year.start, kind, year.fiscal_start_month)
    return periods_between(first, period_containing(year.end, kind, year.fiscal_start_month).previous)


def _members(asked: Asked, level: str) -> list[str]:
    if level == "company":
        return [""]
    frame = answers.plain_listing(asked, "target_members")
    return sorted(frame.loc[frame["level"] == level, "member"].astype(str), key=fold)


def _cells(frame: pd.DataFrame, periods: Sequence[Period]) -> dict[tuple[str, str], float]:
    """What counts now, of the periods shown; several lines of one member and period are added up."""
    names = {(period.start, period.end): period.name for period in periods}
    found: dict[tuple[str, str], float] = {}
    for row in frame[frame["amount"].notna()].to_dict("records"):
        name = names.get((row["period_start"].date(), row["period_end"].date()))
        if name is not None:
            member = row["member"] if isinstance(row["member"], str) else ""
            found[member, name] = found.get((member, name), 0.0) + float(row["amount"])
    return found


def _grid(
    asked: Asked, level: str, periods: Sequence[Period], members: Sequence[str], known: Cells, *, may_type: bool
) -> dict[tuple[str, str], float]:
    """Draw the grid; what stands in it now."""
    whole = _("Whole company")
    columns = {period.name: [known.get((member, period.name)) for member in members] for period in periods}
    frame = pd.DataFrame({"member": [member or whole for member in members], **columns})
    frame = frame.astype({period.name: "Float64" for period in periods})
    stamp = hashlib.sha256(repr((level, sorted(known.items()))).encode()).hexdigest()[:8]
    settings = {
        period.name: st.column_config.NumberColumn(
            period_words(period), min_value=0.0, max_value=LARGEST_TARGET, format="localized", alignment="right"
        )
        for period in periods
    }
    edited = st.data_editor(
        frame,
        hide_index=True,
        disabled=["member"] if may_type else True,
        column_config={"member": st.column_config.TextColumn(_level_words(level), pinned=True), **settings},
        key=f"targets-{asked.version}-{level}-{periods[0].name}-{stamp}",
        placeholder=NOTHING,
    )
    return {
        (member, period.name): float(value)
        for member, row in zip(members, edited.to_dict("records"), strict=True)
        for period in periods
        if (value := row[period.name]) is not None and not pd.isna(value)
    }


def _replaced(asked: Asked, frame: pd.DataFrame, periods: Sequence[Period]) -> list[str]:
    """Which of the shown targets are typed, and which of those take the place of an imported one."""
    names = {(period.start, period.end): period for period in periods}
    typed = frame[frame["is_typed"] == 1]
    rows = [row for row in typed.to_dict("records") if (row["period_start"].date(), row["period_end"].date()) in names]
    if not rows:
        return []
    lines = [ngettext("{n} of these targets is typed.", "{n} of these targets are typed.", len(rows))]
    replaced = [row for row in rows if row["imported_amount"] == row["imported_amount"]]
    for row in replaced[:MOST_SAID]:
        period = names[row["period_start"].date(), row["period_end"].date()]
        member = row["member"] if isinstance(row["member"], str) else _("Whole company")
        lines.append(
            _("{member}, {period}: {typed} typed counts, {imported} imported does not.", member=member,
              period=period_words(period), typed=money(row["amount"], asked.currency),
              imported=money(row["imported_amount"], asked.currency))
        )  # fmt: skip
    if len(replaced) > MOST_SAID:
        lines.append(_("{n} more take the place of imported ones.", n=number(len(replaced) - MOST_SAID)))
    return lines


def _stuck() -> str:
    return _("An imported target cannot be emptied here: type another, or load the corrected file.")


def _keep(asked: Asked, level: str, changes: Mapping[tuple[str, str], float | None]) -> None:
    def key(member: str, period: str) -> TargetKey:
        return TargetKey(period, level, member, asked.is_sample)

    targets = [
        TypedTarget(key(member, period), Decimal(str(amount)).quantize(Decimal("0.01")), asked.currency)
        for (member, period), amount in changes.items()
        if amount is not None
    ]
    forgotten = [key(member, period) for (member, period), amount in changes.items() if amount is None]
    try:
        with st.spinner(_("The targets are counted in.")):
            set_targets(asking.workspace_folder(), targets, forgotten)
    except QuarterdeckError as error:
        feedback.refused(error)
        return
    st.rerun()
