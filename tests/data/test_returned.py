"""Held-back rows, downloaded, corrected in a spreadsheet and imported again as a file of their own."""

import json
from dataclasses import replace
from io import BytesIO

import openpyxl
import pandas as pd
import pytest
from typer.testing import CliRunner

from cli import app
from data.backup import back_up, restore
from data.exporting import to_csv_bytes, to_xlsx_bytes
from data.held_rows import correctable, held_frame
from data.importing import loads, run_import, undo
from data.query import open_reader
from data.reading.answers import Answers
from data.removing import remove
from data.repairing import repair
from data.report import Status
from data.snapshots import open_cursor
from data.verifying import verify
from data.workspace import Source, Workspace
from domain.scope import LAPTOP, Scope
from i18n.translate import set_language
from tests.data.workspaces import amounts, as_windows_1258, every_row_is_counted

DEALS = (
    "Mã cơ hội;Khách hàng;Giai đoạn;Giá trị;Ngày đóng\n"
    "D1;Đại Việt;Won;1.000,00;13/02/2026\n"
    "D2;Đại Việt;Won;2.000,00;31/02/2026\n"
    "D3;Đại Việt;Won;nghìn mốt;03/04/2026\n"
)
CONFIRMED = Answers(confirm=True)
AS_DEALS = Answers(
    entity="deals",
    confirm=True,
    currency="VND",
    columns={
        "Mã cơ hội": "deal_id", "Khách hàng": "customer_name", "Giai đoạn": "stage", "Giá trị": "amount",
        "Ngày đóng": "close_on",
    },
)  # fmt: skip
INVOICES = "invoice_id,customer_id,customer_name,invoice_date,amount,currency\n"
PLAIN = "deal_id,customer_name,owner_email,stage,amount,currency,close_date\n"
LAN = "Acme,lan@example.vn,Won"


@pytest.fixture
def put(tmp_path):
    """A file imported into the workspace; returns the report of the import."""

    def write(name, content, answers=CONFIRMED):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return run_import(tmp_path / "workspace", [Source(name, path)], answers)

    return write


@pytest.fixture
def workspace(tmp_path):
    return tmp_path / "workspace"


def query(workspace, statement):
    with open_cursor(Workspace(workspace).snapshots.current().path) as cursor:
        return cursor.execute(statement).fetchall()


def held(workspace):
    return query(workspace, "select load_id, line_no from quarantine order by all")


def download(workspace, load_id, **cells_by_line):
    """The rows of one import as they are downloaded, some cells corrected: ``line3={"header": "cell"}``."""
    frame = held_frame(correctable(workspace, load_id))
    line = next(name for name in frame.columns if name in ("Held back: line", "Giữ lại: dòng"))
    for name, cells in cells_by_line.items():
        for header, cell in cells.items():
            frame.loc[frame[line] == name.removeprefix("line"), header] = cell
    return frame


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_corrected_rows_that_come_back_load_and_leave_the_list(put, workspace, kind, language):
    put("a.csv", as_windows_1258(DEALS), AS_DEALS)
    set_language(language)
    frame = download(workspace, 1, line3={"Ngày đóng": "03/02/2026"})
    set_language("en")
    assert list(frame.columns[:5]) == ["Mã cơ hội", "Khách hàng", "Giai đoạn", "Giá trị", "Ngày đóng"]
    content = to_csv_bytes(frame) if kind == "csv" else to_xlsx_bytes(frame, "a", keep_text=True)
    if (kind, language) == ("csv", "vi"):  # as a spreadsheet program saves it there
        content = as_windows_1258(frame.to_csv(sep=";", index=False))
    (file,) = put(f"again.{kind}", content, Answers()).files
    # of two rows the date of one is right now, and read day first, as its file was
    assert (file.rows_in_file, file.rows_loaded, file.rows_quarantined) == (2, 1, 1)
    assert file.first_date.isoformat() == "2026-02-03"
    assert set(file.columns) == {"Mã cơ hội", "Khách hàng", "Giai đoạn", "Giá trị", "Ngày đóng"}
    assert amounts(workspace) == {"D1": 1000, "D2": 2000}
    assert held(workspace) == [(1, 4)]
    every_row_is_counted(workspace)
    with open_reader(Workspace(workspace).snapshots.current(), Scope(LAPTOP)) as read:
        (source,) = read("health_sources", {}).to_dict("records")
    # three rows in all, each counted once
    assert [source[name] for name in ("rows_in_file", "rows_loaded", "rows_held", "rows_skipped")] == [3, 2, 1, 0]
    undo(workspace)
    assert held(workspace) == [(1, 3), (1, 4)]


def test_a_row_that_is_still_wrong_is_listed_once_with_what_is_wrong_now(put, workspace):
    text = DEALS.replace("D3;Đại Việt;Won;nghìn mốt;03/04/2026", "D3;Đại Việt;Won;nghìn mốt;31/04/2026")
    put("a.csv", text, AS_DEALS)
    first = download(workspace, 1, line3={"Ngày đóng": "28/02/2026"}, line4={"Giá trị": "1.100,00"})
    put("b.csv", to_csv_bytes(first), Answers())
    assert query(workspace, "select load_id, file_name, line_no, column_name, value from quarantine") == [
        (1, "a.csv", 4, "Ngày đóng", "31/04/2026")
    ]
    # the same file once more, its second row right now: the first is loaded already and not taken twice
    second = first.assign(**{"Ngày đóng": ["28/02/2026", "30/04/2026"]})
    (file,) = put("c.csv", to_csv_bytes(second), Answers()).files
    assert (file.rows_in_file, file.rows_loaded, dict(file.rows_skipped)) == (2, 1, {"already loaded": 1})
    assert amounts(workspace) == {"D1": 1000, "D2": 2000, "D3": 1100}
    assert held(workspace) == []
    every_row_is_counted(workspace)
    refused = put("d.csv", to_csv_bytes(second.iloc[::-1]), Answers())
    assert refused.files[0].refusal.code == "nothing_corrected"


def test_a_line_that_was_no_row_comes_back_as_one(put, workspace):
    put("a.csv", PLAIN + f"D1,{LAN},10,USD,2025-08-15\nD2,Acme\nD3,{LAN},30,USD,2025-08-15\n")
    (row,) = correctable(workspace, 1)
    assert (row.line_no, row.value, set(row.cells.values())) == (3, "D2,Acme", {""})
    put("b.csv", to_csv_bytes(held_frame([row])))
    assert held(workspace) == [(1, 3)]
    cells = ["D2", "Acme", "lan@example.vn", "Won", "20", "USD", "2025-08-16"]
    frame = held_frame([replace(row, cells=dict(zip(row.cells, cells, strict=True)))])
    put("c.csv", to_csv_bytes(frame), Answers())
    assert (amounts(workspace), held(workspace)) == ({"D1": 10, "D2": 20, "D3": 30}, [])


def test_text_comes_back_to_the_letter(put, workspace):
    text = "customer_id,customer_name,tax_code,owned_from,manager_name\nK1,Acme,0312345678,2025-01-01,Lan\n"
    put("k.csv", text + "007,+Plus,0100109106,2025-02-31,=Minh\n")
    workbook = to_xlsx_bytes(download(workspace, 1), "k", keep_text=True)
    cells = next(openpyxl.load_workbook(BytesIO(workbook)).active.iter_rows(min_row=2))
    assert [(cell.value, cell.data_type, cell.number_format) for cell in cells[:3]] == [
        ("007", "s", "@"), ("'+Plus", "s", "@"), ("0100109106", "s", "@"),
    ]  # fmt: skip
    frame = download(workspace, 1, line3={"owned_from": "2025-02-28"})
    put("again.xlsx", to_xlsx_bytes(frame, "k", keep_text=True), Answers())
    found = query(workspace, "select customer_id, customer_name, tax_code, manager_name from loaded.customer")
    assert found[1:] == [("007", "+Plus", "0100109106", "=Minh")]


def test_headers_that_are_blank_or_stand_twice_keep_their_cells_apart(put, workspace):
    header = PLAIN.replace("close_date", "close_date,,note,note")
    put("a.csv", header + f"D1,{LAN},10,USD,2025-08-15,x,a,b\nD2,{LAN},20,USD,2025-02-31,y,c,d\n")
    frame = download(workspace, 1, line3={"close_date": "2025-02-28"})
    assert list(frame.columns[6:10]) == ["close_date", "(8)", "note", "note (10)"]
    (file,) = put("b.csv", to_csv_bytes(frame), Answers()).files
    assert (file.rows_loaded, held(workspace)) == (1, [])
    assert amounts(workspace) == {"D1": 10, "D2": 20}
    (new, old) = query(workspace, "select decisions -> '$.columns' from load order by load_id desc")
    assert new == old


def test_each_sheet_of_a_workbook_is_corrected_by_itself(put, workspace):
    book = BytesIO()
    with pd.ExcelWriter(book) as writer:
        for sheet, header, rows in (
            ("Deals", PLAIN, [f"D1,{LAN},10,USD,2025-08-15", f"D2,{LAN},20,USD,2025-02-31"]),
            ("Tickets", "ticket_id,created_at,first_response_at,customer_name",
             ["T1,2025-03-03 09:00,2025-03-03 10:00,Acme", "T2,2025-03-03 09:00,2025-03-02 10:00,Acme"]),
        ):  # fmt: skip
            lines = [row.split(",") for row in rows]
            pd.DataFrame(lines, columns=header.strip().split(",")).to_excel(writer, sheet_name=sheet, index=False)
    put("book.xlsx", book.getvalue())
    by_sheet = {load["sheet"]: load["load_id"] for load in loads(workspace)}
    assert held(workspace) == [(1, 3), (2, 3)]
    frame = download(workspace, by_sheet["Tickets"], line3={"first_response_at": "2025-03-03 10:30"})
    (file,) = put("t.csv", to_csv_bytes(frame), Answers()).files
    assert (file.entity, file.rows_loaded) == ("tickets", 1)
    assert held(workspace) == [(by_sheet["Deals"], 3)]
    assert query(workspace, "select sheet from quarantine") == [("Deals",)]
    every_row_is_counted(workspace)


def test_a_corrected_line_of_an_invoice_stands_beside_its_other_lines(put, workspace):
    rows = "H1,K1,Acme,2025-08-15,100,USD\nH1,K1,Acme,2025-08-15,oops,USD\nH1,K1,Acme,2025-02-31,7,USD\n"
    put("i.csv", INVOICES + rows + "H2,K1,Acme,2025-08-15,50,USD\n", Answers(entity="invoices", confirm=True))
    (file,) = put("j.csv", to_csv_bytes(download(workspace, 1, line3={"amount": "20"})), Answers()).files
    assert (file.rows_loaded, file.rows_replaced, file.rows_quarantined) == (1, 0, 1)
    put("k.csv", to_csv_bytes(download(workspace, 1, line4={"invoice_date": "2025-02-28"})), Answers())
    assert query(workspace, "select invoice_id, sum(amount) from invoice_line group by 1 order by 1") == [
        ("H1", 127), ("H2", 50),
    ]  # fmt: skip
    # a newer export of the invoice replaces all of it, corrections included
    put("new.csv", INVOICES + "H1,K1,Acme,2025-08-15,99,USD\n", Answers(entity="invoices", confirm=True))
    assert query(workspace, "select sum(amount) from invoice_line") == [(149,)]


def test_without_our_columns_a_row_leaves_once_a_later_load_has_its_record(put, workspace):
    wrong = f"D2,{LAN},20,USD,2025-02-31\n"
    twice = f"D4,{LAN},40,USD,2025-08-15\nD4,{LAN},41,USD,2025-08-15\n"
    nameless = f",{LAN},9,USD,2025-08-15\n"
    put("a.csv", PLAIN + f"D1,{LAN},10,USD,2025-08-15\n" + wrong + twice + nameless)
    assert held(workspace) == [(1, 3), (1, 4), (1, 5), (1, 6)]
    # other headers: another source may use the same number for another deal
    put("o.csv", "deal_id,customer_name,stage,amount,currency,close_date\nD2,Acme,Won,5,USD,2025-08-15\n")
    assert held(workspace) == [(1, 3), (1, 4), (1, 5), (1, 6)]
    put("b.csv", PLAIN + f"D4,{LAN},41,USD,2025-08-15\n" + wrong)
    # both lines of D4 are settled; D2 is wrong in both files and listed for the newer one
    assert held(workspace) == [(1, 6), (3, 3)]
    put("c.csv", PLAIN + wrong.replace("31", "28"))
    assert held(workspace) == [(1, 6)]
    undo(workspace)
    assert held(workspace) == [(1, 6), (3, 3)]
    every_row_is_counted(workspace)


def test_a_line_of_an_invoice_without_line_numbers_is_not_taken_for_another(put, workspace):
    answers = Answers(entity="invoices", confirm=True)
    put("i.csv", INVOICES + "H2,K1,Acme,2025-08-15,50,USD\nH1,K1,Acme,2025-08-15,oops,USD\n", answers)
    put("j.csv", INVOICES + "H1,K1,Acme,2025-08-15,1,USD\n", answers)
    assert held(workspace) == [(1, 3)]


def test_a_number_that_another_import_has_now_is_not_corrected(put, workspace):
    put("x.csv", PLAIN + f"D9,{LAN},90,USD,2025-08-15\n")
    put("a.csv", DEALS, AS_DEALS)
    old = to_csv_bytes(download(workspace, 2, line3={"Ngày đóng": "28/02/2026"}))
    undo(workspace)
    put("b.csv", DEALS.replace("D2", "D7").replace("D3", "D8"), AS_DEALS)
    assert held(workspace) == [(2, 3), (2, 4)]
    (file,) = put("old.csv", old, Answers()).files
    assert (file.status, file.refusal.code) == (Status.REFUSED, "import_gone")
    assert held(workspace) == [(2, 3), (2, 4)]
    # back again under another number, the file is known by its content
    put("a.csv", DEALS, AS_DEALS)
    (file,) = put("old.csv", old, Answers()).files
    assert file.rows_loaded == 1
    assert held(workspace) == [(2, 3), (2, 4), (3, 4)]
    remove(workspace, 3)
    assert (3, 4) not in held(workspace)
    put("c.csv", DEALS.replace("D1", "D5"), AS_DEALS)
    assert [line for load, line in held(workspace) if load == 5] == [3, 4]


def test_rows_of_several_imports_or_without_their_line_are_refused(put, workspace):
    put("a.csv", DEALS, AS_DEALS)
    put("b.csv", DEALS.replace("D2", "D7").replace("D3", "D8"), AS_DEALS)
    both = pd.concat([download(workspace, 1), download(workspace, 2)])
    assert put("c.csv", to_csv_bytes(both), Answers()).files[0].refusal.code == "several_imports"
    lost = download(workspace, 1, line4={"Held back: line": ""})
    assert put("d.csv", to_csv_bytes(lost), Answers()).files[0].refusal.code == "row_not_known"
    assert len(held(workspace)) == 4


def test_rows_that_came_back_survive_repair_backup_and_the_removal_of_their_load(put, workspace, tmp_path):
    put("a.csv", DEALS, AS_DEALS)
    put("b.csv", to_csv_bytes(download(workspace, 1, line3={"Ngày đóng": "03/02/2026"})), Answers())
    for path in (workspace / "snapshots").iterdir():
        path.unlink()
    assert repair(workspace).lost == ()
    assert verify(workspace, from_originals=True).is_sound
    assert (amounts(workspace), held(workspace)) == ({"D1": 1000, "D2": 2000}, [(1, 4)])
    restore(tmp_path / "other", back_up(workspace, tmp_path / "backup"))
    assert (amounts(tmp_path / "other"), held(tmp_path / "other")) == ({"D1": 1000, "D2": 2000}, [(1, 4)])
    remove(workspace, 2)
    assert held(workspace) == [(1, 3), (1, 4)]


def test_corrected_rows_are_no_measure_for_the_next_file(put, workspace):
    rows = "".join(f"D{n},{LAN},10,USD,2025-08-15\n" for n in range(1, 20))
    put("a.csv", PLAIN + rows + f"D20,{LAN},10,USD,2025-02-31\n")
    put("b.csv", to_csv_bytes(download(workspace, 1, line21={"close_date": "2025-02-28"})), Answers())
    (file,) = put("c.csv", PLAIN + rows.replace("10,USD", "11,USD"), Answers()).files
    assert (file.status, file.rows_loaded) == (Status.LOADED, 19)


def test_the_command_line_writes_the_rows_and_takes_them_back(put, workspace, tmp_path):
    put("a.csv", DEALS, AS_DEALS)
    run = ["--workspace", str(workspace)]
    rows = tmp_path / "rows.csv"
    assert CliRunner().invoke(app, [*run, "quarantine", "--load", "1", "--csv", str(rows)]).exit_code == 0
    rows.write_text(rows.read_text("utf-8-sig").replace("31/02/2026", "28/02/2026"), "utf-8")
    said = CliRunner().invoke(app, [*run, "import", str(rows), "--json"])
    (file,) = json.loads(said.stdout)["files"]
    assert (said.exit_code, file["status"]) == (0, "loaded")
    assert (file["rows_in_file"], file["rows_loaded"], file["rows_quarantined"]) == (2, 1, 1)
    assert [(row["line"], row["column"], row["value"]) for row in file["quarantine"]] == [(3, "Giá trị", "nghìn mốt")]
    listed = json.loads(CliRunner().invoke(app, [*run, "quarantine", "--json"]).stdout)
    assert [(row["file"], row["line"]) for row in listed] == [("a.csv", 4)]
