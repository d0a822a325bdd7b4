"""Every export of every known system: recognised by name from its header line, each column in its place, and loaded."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

import pytest

from data.importing import run_import
from data.mapping.headers import header_key
from data.mapping.understanding import understand
from data.reading import Answers, read_file
from data.report import FileReport, Status
from data.workspace import Source
from domain.tables import TABLE_BY_FILE, Kind
from tests.data.known_exports import FILES, MAP, QUESTION, File, headers_of

VALUES = {"stage": ("Won", "Lost", "Open"), "status": ("Hoàn thành", "Open", "Closed"), "currency": ("USD",) * 3}
RULES = {
    "IsDeleted": "false", "Response Type": "completed", "survey_type": "nps", "hs_survey_type": "NPS",
    "First response time (in hrs)": "01:30:00", "First Response Time (in Hrs)": "01:30:00",
}  # fmt: skip


def cell(file: File, header: str, column: str | None, row: int) -> str:
    """A plausible value of the column's kind."""
    if header in RULES:
        return RULES[header]
    if file.system == "delighted" and column == "responded_at":
        return str(1_750_000_000 + row)
    if column is None or column not in TABLE_BY_FILE[file.entity].column_names:
        return f"x{row}"
    if column in VALUES and not (column == "status" and file.entity == "surveys"):
        return VALUES[column][row]
    kind = TABLE_BY_FILE[file.entity].column(column).kind
    if kind is Kind.TEXT:
        return f"{column}-{row}"
    if column == "end_on":
        return f"2026-12-{20 + row}"
    if column in ("first_response_at", "resolved_at"):
        return f"2026-01-{20 + row} 15:30:00"
    return {
        Kind.DATE: f"2026-01-{13 + row}", Kind.TIMESTAMP: f"2026-01-{13 + row} 09:30:00", Kind.DECIMAL: f"{row + 1}50",
        Kind.RATIO: "50", Kind.INTEGER: str(row + 1), Kind.FLAG: "TRUE",
    }[kind]  # fmt: skip


def as_csv(headers: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """The text of a file in which everything is quoted, as most systems write it."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerows([list(headers), *[list(row) for row in rows]])
    return text.getvalue()


def loaded(workspace, path, answers: Answers | None = None) -> tuple[FileReport, list[str]]:
    """The file's report after at most one question, and the codes of what was asked."""
    given, asked = answers or Answers(), []
    report = run_import(workspace, [Source(path.name, path)], given)
    if report.files[0].question is not None:
        asked.append(report.files[0].question.code)
        given = replace(given, currency="USD") if asked == ["currency"] else given
        report = run_import(workspace, [Source(path.name, path)], given)
    return report.files[0], asked


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.label)
def test_an_export_is_known_by_its_header_line_alone(file, shared, tmp_path):
    expected = headers_of(file, shared)
    assert len(expected) > 2
    path = tmp_path / "export.csv"
    rows = [[cell(file, header, _meant(file, header, column), row) for header, column in expected.items()]
            for row in range(3)]  # fmt: skip
    path.write_text(as_csv(expected, rows), encoding="utf-8")
    if file.export == '"Chi tiết':
        path.write_text(as_csv(expected, [["Tên khách hàng: An Phát"], *rows]), encoding="utf-8")
    report, asked = loaded(tmp_path / "workspace", path)
    assert report.refusal is None, report.refusal
    assert (report.system, report.entity) == (file.system, file.entity)
    assert asked in ([], ["currency"])
    assert (report.status, report.rows_loaded, report.rows_quarantined) == (Status.LOADED, 3, 0)
    wrong = {header: (report.columns[header], column) for header, column in expected.items()
             if column != "?" and report.columns[header] != column}  # fmt: skip
    assert not wrong


def _meant(file: File, header: str, column: str | None) -> str | None:
    """The column behind a header that the map did not find."""
    if column != "?":
        return column
    found = {
        "Amount": "amount", "id": "ticket_id", "Deal - Value": "amount", "Deal - Status": "stage",
        "Activity - ID": "activity_id", QUESTION: "score", "Mã cơ hội": "deal_id", "Tên cơ hội": "deal_name",
        "Khách hàng": "customer_name", "Mã khách hàng": "customer_id", "Tên khách hàng": "customer_name",
        "Giai đoạn": "stage", "Số hợp đồng": "contract_id", "Дата завершения": "close_on",
    }  # fmt: skip
    return found[header]


def test_no_header_of_the_map_is_forgotten(shared):
    reached: dict[tuple[str, str], set[str]] = defaultdict(set)
    for file in FILES:
        for header in headers_of(file, shared):
            reached[file.source, header_key(header)].add(file.entity)
    with (shared / MAP).open(encoding="utf-8-sig", newline="") as lines:
        every = [(line["source_system"], line["header"], line["canonical_field"]) for line in csv.DictReader(lines)]
    assert len(every) == 549
    keys = [(line, header_key(line[1])) for line in every]
    forgotten = [
        line for line, key in keys if not any(line[0].startswith(name) and key == known for name, known in reached)
    ]
    questions = [line for line in forgotten if line[1].startswith("<") or line[1].endswith("<tên>")]
    assert forgotten == questions


LINES = {
    "Opportunity ID, Account Name": ("salesforce", "deals"),
    '"Id","IsDeleted","MasterRecordId"': ("salesforce", "customers"),
    "Deal - ID | Deal - Title": ("pipedrive", "deals"),
    "Deal Id | Deal Owner.id": ("zoho", "deals"),
    "Summation column,Id": ("zendesk", "tickets"),
    "Id,Requester id,Group": ("zendesk", "tickets"),
    "Mã hóa đơn | Mã vận đơn": ("kiotviet", "invoices"),
    "Loại khách | Chi nhánh tạo": ("kiotviet", "customers"),
    "Hiển thị trên sổ | Hình thức bán hàng": ("misa", "invoices"),
    "STT,Mã khách hàng,Tên khách hàng,Số điện thoại": ("vietnamese_excel", "customers"),
    "STT,Mã khách hàng,Tên khách hàng,Loại khách hàng": ("vietnamese_excel", "customers"),
}


@pytest.mark.parametrize("start", LINES)
def test_header_lines_of_real_files_are_known_whole(start, shared, tmp_path):
    text = (shared / "formats/README.md").read_text(encoding="utf-8")
    (line,) = [line for line in text.splitlines() if line.startswith(start)]
    names = [name.strip() for name in line.split(" | ")] if " | " in line else next(csv.reader([line]))
    names = [name.strip() for name in names if name.strip() not in ("…", "")]
    path = tmp_path / "export.csv"
    path.write_text(as_csv(names, [[f"x{index}" for index in range(len(names))]]), encoding="utf-8")
    (table,) = read_file(path, path.name, Answers())
    understanding = understand(table, Answers(date_order="dmy", decimal="."))
    assert (understanding.system, understanding.entity) == LINES[start]
