"""Answers and import reports as text for people at a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from analytics.kpi import Answer, Unit
from analytics.registry import kpi_by_id
from data.report import FileReport, ImportReport, Status
from data.snapshots import Snapshot
from i18n.format import NOTHING, kpi_change, kpi_value, number, period
from i18n.translate import N_, _, ngettext, word

if TYPE_CHECKING:
    import pandas as pd

WIDEST_CELL = 42
MOST_ROWS = 200

STATUS_WORDS = {
    Status.UNDERSTOOD: N_("understood"),
    Status.LOADED: N_("loaded"),
    Status.ALREADY_LOADED: N_("already loaded"),
    Status.NEEDS_ANSWER: N_("needs an answer"),
    Status.REFUSED: N_("refused"),
}


def answers_text(answers: Sequence[Answer], snapshot: Snapshot) -> str:
    """One line an answer: period, KPI, group, value, interval, n, change, and why there is no number."""
    currency = snapshot.info["reporting_currency"]
    head = [_("Period"), _("KPI"), _("Group"), _("Value"), _("95% interval"), _("n"), _("Change"), _("Note")]
    return text_table([head, *([*_answer_cells(answer, currency)] for answer in answers)])


def _answer_cells(answer: Answer, currency: str) -> list[str]:
    kpi = kpi_by_id(answer.kpi)

    def shown(value: float | None) -> str:
        return kpi_value(value, kpi.unit.value, kpi.decimals, currency, compact=False)

    interval = NOTHING if answer.low is None or answer.high is None else f"{shown(answer.low)} … {shown(answer.high)}"
    change = kpi_change(answer.change, kpi.unit.value, kpi.decimals, currency, compact=kpi.unit is Unit.MONEY)
    if answer.change and answer.is_change_real is not True:
        change += f" ({_('cannot tell')})"
    return [
        period(answer.period),
        _(kpi.name),
        answer.group or "",
        shown(answer.value),
        interval,
        number(answer.n),
        change,
        word(answer.note) if answer.note else "",
    ]


def frame_text(frame: pd.DataFrame) -> str:
    """A frame as a table, the first rows of it where it is long."""
    cells = [[str(name) for name in frame.columns]]
    for row in frame.head(MOST_ROWS).itertuples(index=False, name=None):
        cells.append(["" if value is None or value != value else str(value) for value in row])
    text = text_table(cells)
    left = len(frame) - MOST_ROWS
    if left > 0:
        text += "\n" + ngettext(
            "… and {n} more row: write them all with --csv", "… and {n} more rows: write them all with --csv", left
        )
    return text


def loads_text(loads: Sequence[Mapping[str, Any]]) -> str:
    """One line an import."""
    head = [
        _("Load"),
        _("File"),
        _("System"),
        _("Table"),
        _("Rows"),
        _("Held back"),
        _("First day"),
        _("Last day"),
        _("Loaded at"),
    ]
    names = (
        "load_id",
        "file_name",
        "system",
        "entity",
        "rows_loaded",
        "rows_quarantined",
        "first_on",
        "last_on",
        "loaded_at",
    )
    cells = [
        [
            "" if load[name] is None else str(load[name])[:19] if name == "loaded_at" else str(load[name])
            for name in names
        ]
        for load in loads
    ]
    return text_table([head, *cells])


def import_text(report: ImportReport, *, is_dry_run: bool) -> str:
    """What was understood of each file, what was loaded, what is held back, and what happens next."""
    lines: list[str] = []
    for file in report.files:
        lines += _file_lines(file)
    for name in report.unmatched:
        near = _(" Perhaps “{suggestion}”?", suggestion=name.suggestion) if name.suggestion else ""
        lines.append(
            ngettext(
                "{n} row names the {kind} “{name}”, which no list has.",
                "{n} rows name the {kind} “{name}”, which no list has.",
                name.n_rows,
                kind=_(KIND_WORDS[name.kind]),
                name=name.name,
            )
            + near
        )
    if report.replaces_sample:
        lines.append(_("Your files take the place of the sample company; undo brings it back."))
    if is_dry_run:
        lines.append(_("Nothing was loaded: this was a dry run."))
    elif report.snapshot:
        lines.append(_("Snapshot {version} is served now.", version=report.snapshot))
    else:
        lines.append(_("Nothing was loaded."))
    return "\n".join(lines)


KIND_WORDS = {"customer": N_("customer"), "manager": N_("account manager"), "product": N_("product")}


def _file_lines(file: FileReport) -> Iterable[str]:
    what = f"{file.entity or NOTHING} · {file.system or NOTHING}"
    yield f"{file.file}: {_(STATUS_WORDS[file.status])} ({what})"
    if file.refusal:
        yield f"  {word(file.refusal.message)}"
    if file.question:
        yield f"  {word(file.question.message)}"
        for option, meaning in file.question.options.items():
            given = f'"{option}"' if " " in option else option  # so that it can be copied as it stands
            yield f"    {file.question.answer_with} {given}   {meaning}"
        if file.question.answer_with and not file.question.options:
            yield f"    {_('Answer with {option}', option=file.question.answer_with)}"
    if file.status in (Status.LOADED, Status.UNDERSTOOD):
        yield "  " + _(
            "{rows} rows: {loaded} loaded ({replaced} newer versions), {held} held back, {skipped} left out",
            rows=file.rows_in_file,
            loaded=file.rows_loaded,
            replaced=file.rows_replaced,
            held=file.rows_quarantined,
            skipped=sum(file.rows_skipped.values()),
        )
        for name, total in file.sums.items():
            yield f"  {name}: {number(total, 0 if float(total).is_integer() else 2)} {file.currency or ''}".rstrip()
        yield from (f"  · {sentence}" for sentence in decided_sentences(file))
    for warned in file.warnings:
        yield f"  ! {word(warned.message)}"
    for held in file.quarantine[:5]:
        hint = f" → {held.suggestion}" if held.suggestion else ""
        yield f"  {_('line {line}', line=str(held.line))}: {held.column} = “{held.value}”: {_(held.message)}{hint}"


def decided_sentences(file: FileReport) -> list[str]:
    """The first and last date, then why the file is read as it is. What a warning says already is not said again."""
    sentences = []
    if file.first_date and file.last_date:
        sentences.append(_("First date {first}, last date {last}.", first=file.first_date, last=file.last_date))
    warned = [each.message for each in file.warnings]
    return sentences + [word(reason.message) for reason in file.why if reason.message not in warned]


def text_table(rows: Sequence[Sequence[str]]) -> str:
    """Columns as wide as their widest cell, within reason."""
    cut = [
        [cell if len(cell) <= WIDEST_CELL else cell[: WIDEST_CELL - 1] + "…" for cell in row[:-1]] + [row[-1]]
        for row in rows
    ]
    widths = [max(len(row[column]) for row in cut) for column in range(len(cut[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cut
    )
