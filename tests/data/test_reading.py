"""Bytes to text: encodings, delimiters, headers, furniture, damaged files. Each fact can be checked by eye."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from data.reading import Answers, TextTable, read_file
from domain.errors import QuestionError, RefusedError

NOTHING = Answers()


def read(path: Path, content: bytes | str, answers: Answers = NOTHING) -> TextTable:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    (table,) = read_file(path, path.name, answers)
    return table


def cells(table: TextTable) -> list[list[str]]:
    return [[row[f"c{i}"] for i in range(len(table.columns))] for row in table.rows.to_pylist()]


def book(path: Path, rows: list[list[object]], sheet: str = "Sheet1") -> Path:
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as workbook:
        page = workbook.add_worksheet(sheet)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                page.write(number, column, value)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_read_whatever_its_form(tmp_path, encoding) -> None:
    table = read(tmp_path / "a.csv", "name,n\nPhở Việt,1\nĐức Thịnh,2\n".encode(encoding))
    assert cells(table) == [["Phở Việt", "1"], ["Đức Thịnh", "2"]]


def test_decomposed_letters_and_zero_width_characters_are_composed_and_removed(tmp_path) -> None:
    table = read(tmp_path / "a.csv", "name,n\nPho\u031b\u0309 \u200bVie\u0323\u0302t,1\n")
    assert cells(table) == [["Phở Việt", "1"]]


def test_an_old_code_page_is_found_by_its_letters(shared) -> None:
    path = shared / "datasets/kaggle_sales_data_two_dialects/sales_data_sample.semicolon_cp437.csv"
    (table,) = read_file(path, path.name, NOTHING)
    assert (table.encoding, table.delimiter, table.rows.num_rows) == ("cp437", ";", 2823)
    assert "Berguvsvägen  8" in set(table.texts(table.columns.index("ADDRESSLINE1")).to_pylist())


def test_a_code_page_that_cannot_be_proven_is_asked_for(tmp_path) -> None:
    content = b"name,n\nab \xe9,1\ncd \xe3,2\n\xa4,3\n"
    with pytest.raises(QuestionError) as asked:
        read(tmp_path / "a.csv", content)
    assert asked.value.answer_with == "--encoding"
    assert cells(read(tmp_path / "a.csv", content, Answers(encoding="cp1252")))[0] == ["ab é", "1"]


@pytest.mark.parametrize(
    ("content", "delimiter"),
    [("a;b\n1,5;2\n2,5;3\n", ";"), ("a\tb\n1\t2\n", "\t"), ("a|b\n1|2\n", "|"), ("sep=;\na;b\n1;2\n", ";")],
)
def test_the_delimiter_is_the_one_that_makes_the_lines_even(tmp_path, content, delimiter) -> None:
    table = read(tmp_path / "a.csv", content)
    assert (table.delimiter, table.columns) == (delimiter, ("a", "b"))


def test_columns_of_blanks_are_a_table(shared) -> None:
    path = shared / "datasets/cdnow_lifetimes/CDNOW_master.txt"
    (table,) = read_file(path, path.name, NOTHING)
    assert table.rows.num_rows == 69_659
    assert cells(table)[0] == ["00001", "19970101", "1", "11.77"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_numbers_are_those_of_the_file(tmp_path, end) -> None:
    content = end.join(["name,note", "a,plain", "", 'b,"two', 'lines"', "c,last", ""])
    table = read(tmp_path / "a.csv", content)
    assert table.rows.column("line_no").to_pylist() == [2, 4, 6]
    assert table.skipped == {"blank line": 1}
    assert table.rows_in_file == 4


def test_titles_above_and_furniture_below_are_not_rows(tmp_path) -> None:
    content = (
        "BÁO CÁO DOANH THU,,,\nQuý 1/2026,,,\nSố hóa đơn,Tên khách hàng,Ngày,Thành tiền\n"
        "HD1,An,2026-01-05,100\nHD2,Bình,2026-01-06,200\nTổng cộng,,,300\n"
        "Confidential Information - Do Not Distribute\n"
    )
    table = read(tmp_path / "a.csv", content)
    assert table.header_line == 3
    assert table.rows.column("line_no").to_pylist() == [4, 5]
    assert table.skipped == {"total line": 1, "footer line": 1}


def test_a_customer_called_total_is_a_customer(tmp_path) -> None:
    table = read(tmp_path / "a.csv", "name,city,owner,day\nTotal,Huế,An,2026-01-05\nHoa,Huế,An,2026-01-06\n")
    assert cells(table)[0][0] == "Total"


def test_two_header_rows_become_one(tmp_path) -> None:
    content = "Respondent ID,End Date,How likely?,,\n,,Response,Why,Other\n1,2026-01-05,9,good,\n2,2026-01-06,3,bad,x\n"
    table = read(tmp_path / "a.csv", content)
    assert table.columns == ("Respondent ID", "End Date", "How likely?", "How likely? - Why", "How likely? - Other")
    assert table.rows.num_rows == 2


def test_the_third_header_row_of_qualtrics_tells_the_zone(tmp_path) -> None:
    content = (
        "RecordedDate,ResponseId,Q1\nRecorded Date,Response ID,Recommend?\n"
        '"{""ImportId"":""recordedDate"",""timeZone"":""Pacific/Auckland""}","{""ImportId"":""_recordId""}","{""ImportId"":""QID1""}"\n'
        "2026-01-05 10:00:00,R_1,9\n"
    )
    table = read(tmp_path / "a.csv", content)
    assert (table.timezone, table.rows.num_rows, table.columns[2]) == ("Pacific/Auckland", 1, "Q1")


@pytest.mark.parametrize(
    ("line", "reason"),
    [("b,2", "R_COLUMNS"), ("b,2,3,4", "R_COLUMNS"), ('"b\\"x",2,3', "R_QUOTE"), ("name,n,m", "R_REPEATED_HEADER")],
)
def test_a_line_that_is_no_record_is_held_with_its_number(tmp_path, line, reason) -> None:
    table = read(tmp_path / "a.csv", f"name,n,m\na,1,2\n{line}\nc,3,4\n")
    assert [(held.line_no, held.reason) for held in table.held] == [(3, reason)]
    assert table.rows.num_rows == 2


def test_a_quote_that_swallows_lines_refuses_the_file(tmp_path) -> None:
    head = "a,b,c,d,e\n1,2,3,4,5\n"
    for middle in ('1,"2,3,4,5\n1,2",3,4,5\n', '1,"2,3,4,5\n1,2,3,4,5\n'):
        with pytest.raises(RefusedError, match="swallows") as refused:
            read(tmp_path / "a.csv", head + middle)
        assert refused.value.message.values["line"] == 3


def test_an_inch_mark_inside_a_cell_is_text(tmp_path) -> None:
    assert cells(read(tmp_path / "a.csv", 'name,n\n24" screen,1\nMàn hình 24",2\n'))[1] == ['Màn hình 24"', "2"]


def test_a_file_cut_inside_its_last_number_holds_that_line(tmp_path) -> None:
    table = read(tmp_path / "a.csv", "name,amount\na,1.00\nb,2.00\nc,2750000.00\nd,27500")
    assert [held.reason for held in table.held] == ["R_TRUNCATED"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"name,n\n", "no_rows"),
        (b"D-1,2026-01-05,a@x.vn\nD-2,2026-01-06,b@x.vn\n", "no_header"),
        (b"%PDF-1.7 ...", "format_mismatch"),
        (b'[{"deal_id": 1}]', "format_mismatch"),
        (b"<html><table></table></html>", "format_mismatch"),
        (bytes(range(256)) * 40, "binary"),
        (",".join(f"c{i}" for i in range(2001)).encode() + b"\n", "too_many_columns"),
    ],
)
def test_what_cannot_be_a_table_is_refused_in_words(tmp_path, content, code) -> None:
    with pytest.raises(RefusedError) as refused:
        read(tmp_path / "a.csv", content)
    assert refused.value.code == code
    assert str(refused.value.fix)


def test_cells_of_a_workbook_become_the_text_a_person_sees(tmp_path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        [["id", "day", "at", "amount", "name"], [123, date(2026, 1, 5), datetime(2026, 1, 5, 9, 30), 0.1, "An"]],
    )
    (table,) = read_file(path, path.name, NOTHING)
    assert cells(table)[0][0] == "123"
    assert cells(table)[0][1] == "2026-01-05"
    assert cells(table)[0][3:] == ["0.1", "An"]
    assert table.stored[0] == {"number"}


def test_two_sheets_of_one_kind_are_asked_about(shared) -> None:
    path = shared / "badfiles/two_data_sheets.xlsx"
    with pytest.raises(QuestionError) as asked:
        read_file(path, path.name, Answers(entity="deals"))
    assert set(asked.value.options) == {"VN", "KH"}
    (table,) = read_file(path, path.name, Answers(entity="deals", sheet="KH"))
    assert table.sheet == "KH"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("bit_flipped.xlsx", "corrupt"),
        ("zip_duplicate_member.xlsx", "corrupt"),
        ("xxe_external_entity.xlsx", "xml_entity"),
        ("formulas_no_cache.xlsx", "formula_no_value"),
        ("docx_renamed.xlsx", "format_mismatch"),
        ("xlsx_renamed.csv", "format_mismatch"),
        ("empty_sheet.xlsx", "empty"),
        ("truncated.parquet", "corrupt"),
        ("zero_rows.parquet", "no_rows"),
    ],
)
def test_damaged_and_dangerous_files_are_refused(shared, name, code) -> None:
    with pytest.raises(RefusedError) as refused:
        read_file(shared / "badfiles" / name, name, NOTHING)
    assert refused.value.code == code


def test_an_archive_that_swells_is_refused_before_it_is_unpacked(tmp_path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<x/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (20 << 20))
    with pytest.raises(RefusedError) as refused:
        read_file(path, path.name, NOTHING)
    assert refused.value.code == "too_large"


def test_the_name_opens_no_other_file(shared) -> None:
    path = shared / "badfiles/glob_[ab].csv"
    (table,) = read_file(path, path.name, NOTHING)
    assert table.rows.num_rows == 6


@pytest.mark.parametrize(
    "text",
    [
        "Over-the-Head\u00a0Monaural Headset\u00a016GB, PRESSTEX® Data Binder",
        "O’Donnell’s “Snap” Binder – 9 x 11",
        "Tyvek ® Envelopes … André Müller",
    ],
)
@pytest.mark.parametrize("line_end", ["\r", "\r\n"])
def test_signs_of_a_word_processor_are_no_letters_of_an_older_page(tmp_path, text, line_end) -> None:
    """In the page of DOS the no-break space is “á” and the apostrophe “Æ”; on an old Macintosh they are “†” and “í”."""
    content = line_end.join(["name;n", *(f"{text};{number}" for number in range(9)), ""]).encode("cp1252")
    table = read(tmp_path / "a.csv", content)
    assert (table.encoding, cells(table)[0]) == ("cp1252", [text, "0"])


def test_the_lines_shown_for_an_encoding_are_those_that_differ(tmp_path) -> None:
    content = b"name,n\nab \xe9 c,1\nHead\xa0phone,2\n\xa4,3\n"
    with pytest.raises(QuestionError) as asked:
        read(tmp_path / "a.csv", content)
    assert len(set(asked.value.options.values())) == len(asked.value.options) > 1
