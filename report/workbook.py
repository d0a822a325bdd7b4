"""The review as an Excel workbook: a sheet per KPI with its rows, numbers as formulas over them, native charts."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from i18n.language import speaking
from i18n.translate import N_, _
from report.review import Column, Format, Review, Sheet, Slide, Table
from report.workbook_cells import LIMIT, NOTHING, Cells, sheet_names
from report.workbook_charts import draw_chart, draw_history
from report.workbook_formulas import Counted, counted

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
CHART_ROWS = 16


@dataclass(frozen=True)
class _Place:
    """Where a KPI's number stands, for formulas of other sheets."""

    sheet: str
    cell: str


def write_workbook(review: Review, path: Path, *, goes_on: Callable[[], None] | None = None) -> None:
    """Write the review to ``path`` as .xlsx; ``goes_on`` is called between sheets and may raise to cancel.

    Raises:
        OSError: the file cannot be written.
    """
    path.write_bytes(workbook_bytes(review, goes_on=goes_on))


def workbook_bytes(review: Review, *, goes_on: Callable[[], None] | None = None) -> bytes:
    """The review as the bytes of an .xlsx file. Text is always a text cell: nothing in it is ever executed."""
    with speaking(review.language):
        return _written(review, goes_on)


def _written(review: Review, goes_on: Callable[[], None] | None) -> bytes:
    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, OPTIONS) as workbook:
        workbook.set_properties({"title": review.title, "subject": review.subtitle, "company": review.company})
        workbook.set_calc_mode("auto")
        cells = Cells(workbook, review.language, review.currency)
        names = sheet_names([_("Review"), *(sheet.name for sheet in review.sheets), _("Charts"), _("Actions"),
                             _("Definitions"), _("Provenance")])  # fmt: skip
        front = workbook.add_worksheet(names[0])
        places: dict[str, _Place] = {}
        for sheet, name in zip(review.sheets, names[1:], strict=False):
            if goes_on is not None:
                goes_on()
            places[sheet.kpi] = _Place(name, _kpi_sheet(workbook, workbook.add_worksheet(name), sheet, cells))
        _front(front, review, cells, places)
        charts, actions, definitions, provenance = names[1 + len(review.sheets) :]
        _charts(workbook, charts, review, cells)
        _actions(workbook.add_worksheet(actions), review, cells)
        _definitions(workbook.add_worksheet(definitions), review, cells)
        _provenance(workbook.add_worksheet(provenance), review, cells)
    return stream.getvalue()


def _front(sheet: Worksheet, review: Review, cells: Cells, places: dict[str, _Place]) -> None:
    """The six numbers, each taken from its own sheet, and what each slide found."""
    row = _heading(sheet, review.title, review.subtitle, cells)
    if review.is_sample:
        sheet.write_string(row, 0, _("Sample data: an invented company."), cells.muted)
        row += 1
    row += 1
    headers = [_("Figure"), _("Value"), _("Spread (95 %)"), _("Change"), _("Remark")]
    for column, name in enumerate(headers):
        sheet.write_string(row, column, name, cells.head)
    for slide in review.slides:
        for figure in slide.figures if slide.id == "numbers" else ():
            row += 1
            sheet.write_string(row, 0, figure.name, cells.text)
            place = places.get(figure.kpi)
            if place is None or figure.raw is None:
                cells.write(sheet, row, 1, figure.raw, figure.format)
            else:
                sheet.write_formula(
                    row, 1, f"='{_quoted(place.sheet)}'!{place.cell}", cells.of(figure.format), figure.raw
                )
            for column, words in enumerate(
                (figure.spread, f"{figure.sign} {figure.change}".strip(), figure.comment), 2
            ):
                sheet.write_string(row, column, words, cells.text)
    row += 3
    sheet.write_string(row - 1, 0, _("What was found"), cells.head)
    for slide in review.slides:
        cells.write(sheet, row, 0, slide.title, Format.TEXT)
        row += 1
        for sentence in (slide.comment, *slide.bullets, slide.missing):
            if sentence:
                cells.write(sheet, row, 0, sentence, Format.TEXT, is_muted=True)
                row += 1
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 3, 20)
    sheet.set_column(4, 4, 80)


def _kpi_sheet(workbook: Workbook, sheet: Worksheet, kpi: Sheet, cells: Cells) -> str:
    """Write one KPI's sheet and return the cell that holds its number."""
    row = _heading(sheet, kpi.name, kpi.definition, cells)
    top = row + 1
    answers_at = top + 4
    history_at = answers_at + len(kpi.answers.rows) + 3
    rows_at = max(history_at + len(kpi.history.rows), history_at + CHART_ROWS) + 3
    found = counted(kpi, rows_at + 1)
    cell = _number(sheet, top, kpi, found, cells)
    sheet.write_string(answers_at - 1, 0, _("By group"), cells.head)
    _table(sheet, answers_at, kpi.answers, cells)
    sheet.write_string(history_at - 1, 0, _("Over time"), cells.head)
    _table(sheet, history_at, kpi.history, cells)
    draw_history(workbook, sheet, kpi, history_at, len(kpi.history.columns) + 1)
    sheet.write_string(rows_at - 1, 0, _rows_words(kpi), cells.head)
    _table(sheet, rows_at, kpi.rows, cells, is_filtered=True)
    sheet.set_column(0, max(0, len(kpi.rows.columns) - 1), 18)
    sheet.freeze_panes(2, 1)
    return cell


def _number(sheet: Worksheet, row: int, kpi: Sheet, found: Counted, cells: Cells) -> str:
    """The number itself: a formula over the rows where their own sum is the number, else the value and the reason."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    value = kpi.answers.rows[0][1] if kpi.answers.rows and len(kpi.answers.columns) > 1 else None
    kind = kpi.answers.columns[1].format if len(kpi.answers.columns) > 1 else Format.DECIMAL
    sheet.write_string(row, 0, kpi.name, cells.strong)
    if found.formula and isinstance(value, int | float) and found.agrees_with(value):
        sheet.write_formula(row, 1, found.formula, cells.strong_of(kind), value)
        note = _("a formula over the rows below")
    else:
        cells.write(sheet, row, 1, value, kind)
        note = found.reason_words() if isinstance(value, int | float) else kpi.note
    sheet.write_string(row, 2, note, cells.muted)
    if kpi.note and note != kpi.note:
        sheet.write_string(row + 1, 0, kpi.note, cells.muted)
    return str(xl_rowcol_to_cell(row, 1, row_abs=True, col_abs=True))


def _rows_words(kpi: Sheet) -> str:
    if not kpi.rows.columns:
        return _("The rows behind the number: none")
    if kpi.rows.n_left_out:
        return _("The first {shown} of {n} rows behind the number", shown=len(kpi.rows.rows), n=kpi.rows.n_rows)
    return _("The rows behind the number: {n}", n=len(kpi.rows.rows))


def _table(sheet: Worksheet, row: int, table: Table, cells: Cells, *, is_filtered: bool = False) -> None:
    for column, one in enumerate(table.columns):
        head = cells.head if one.format is Format.TEXT else cells.head_of_numbers
        sheet.write_string(row, column, one.name[:LIMIT], head)
    for at, values in enumerate(table.rows, start=row + 1):
        for column, (value, one) in enumerate(zip(values, table.columns, strict=True)):
            cells.write(sheet, at, column, value, one.format)
    if is_filtered and table.columns and table.rows:
        sheet.autofilter(row, 0, row + len(table.rows), len(table.columns) - 1)


def _charts(workbook: Workbook, name: str, review: Review, cells: Cells) -> None:
    """Every slide's chart, native, over its own numbers."""
    drawn: list[Slide] = [slide for slide in review.slides if slide.chart is not None]
    sheet = workbook.add_worksheet(name)
    row = _heading(sheet, _("The charts of the review"), review.subtitle, cells)
    for slide in drawn:
        if slide.chart is not None:
            row = draw_chart(workbook, sheet, name, slide, slide.chart, row + 1, cells)
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 12, 16)


def _actions(sheet: Worksheet, review: Review, cells: Cells) -> None:
    states = {"open": N_("open"), "done": N_("done"), "dropped": N_("dropped")}
    columns = tuple(Column(_(name)) for name in (N_("To do"), N_("Who")))
    table = Table(
        (*columns, Column(_("Due by"), Format.DATE), Column(_("State")), Column(_("From the review of"))),
        tuple(
            (one.what, one.who, one.due_on or None, _(states.get(one.state, one.state)), one.from_quarter)
            for one in review.actions
        ),
    )
    row = _heading(sheet, _("Actions"), review.subtitle, cells)
    if review.actions:
        _table(sheet, row + 1, table, cells, is_filtered=True)
    else:
        sheet.write_string(row + 1, 0, _("No actions have been entered."), cells.muted)
    sheet.set_column(0, 0, 60)
    sheet.set_column(1, 4, 20)


def _definitions(sheet: Worksheet, review: Review, cells: Cells) -> None:
    row = _heading(sheet, _("Definitions"), "", cells)
    table = Table(
        tuple(Column(_(name)) for name in (N_("KPI"), N_("Definition"), N_("Formula"), N_("Unit"))),
        tuple((kpi.name, kpi.definition, kpi.formula, kpi.unit) for kpi in review.sheets),
    )
    _table(sheet, row + 1, table, cells)
    sheet.set_column(0, 0, 32)
    sheet.set_column(1, 2, 80)
    sheet.set_column(3, 3, 20)


def _provenance(sheet: Worksheet, review: Review, cells: Cells) -> None:
    row = _heading(sheet, _("Where the numbers come from"), review.subtitle, cells) + 1
    for words, value in review.provenance:
        cells.write(sheet, row, 0, words, Format.TEXT)
        cells.write(sheet, row, 1, value, Format.TEXT)
        row += 1
    row += 1
    for sentence in review.left_out:
        cells.write(sheet, row, 0, sentence, Format.TEXT, is_muted=True)
        row += 1
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, 1, 80)


def _heading(sheet: Worksheet, title: str, subtitle: str, cells: Cells) -> int:
    """Write title and subtitle; return the first free row."""
    sheet.write_string(0, 0, title[:LIMIT] or NOTHING, cells.title)
    sheet.write_string(1, 0, subtitle[:LIMIT], cells.muted)
    sheet.hide_gridlines(2)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    return 2


def _quoted(name: str) -> str:
    return name.replace("'", "''")
