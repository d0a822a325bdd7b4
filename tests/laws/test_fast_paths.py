"""Laws of speed: what is done for a whole column at once is what would be done cell by cell."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.checking import check_rows
from data.mapping.converting import arrow_type
from data.mapping.marks import decimal_marks
from data.mapping.numbers import weigh_marks
from data.mapping.values import LOOKED_AT, Style, convert_texts
from data.reading.answers import Answers
from data.reading.cells import KIND_OF, cell_text, column_texts, read_cells, stored_kinds
from data.reading.delimited import read_delimited
from data.reading.records import read_records
from data.reading.table import TextTable, table_of
from domain.errors import RefusedError
from domain.tables import TABLE_BY_FILE, Kind

SOME = settings(max_examples=100)
cells = st.one_of(
    st.text(alphabet="aĐễ\u0301\u200b \t\x1c\u00a01", max_size=5),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-(10**17), 10**17).map(float),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(timedelta(0), timedelta(days=40)),
)
one_kind = st.one_of(
    st.lists(st.integers(-(10**12), 10**12).map(lambda cents: cents / 100), min_size=1, max_size=8),
    st.lists(st.dates(), min_size=1, max_size=8),
    st.lists(st.integers(-(10**20), 10**20).map(float), min_size=1, max_size=8),
    st.lists(st.text(alphabet="aĐễ\u0301\u200b \t\x1c\u00a01", max_size=5), min_size=1, max_size=8),
    st.lists(cells, min_size=1, max_size=8),
)
NAMES = {str: "text", float: "number", bool: "flag", date: "date", datetime: "date", time: "date", timedelta: "date"}


@SOME
@given(values=one_kind)
def test_a_column_of_a_sheet_is_its_cells(values) -> None:
    codes = np.array([KIND_OF[type(value)] for value in values], dtype=np.uint8)
    texts = column_texts(tuple(values), codes)
    assert texts.to_pylist() == [cell_text(value) for value in values]
    assert stored_kinds(texts, codes) == {NAMES[type(value)] for value in values if cell_text(value)}


@SOME
@given(rows=st.lists(st.lists(cells, min_size=3, max_size=3), max_size=6), n_blank=st.integers(0, 3))
def test_a_sheet_is_its_rows_up_to_the_last_filled_one(rows, n_blank) -> None:
    expected = [[cell_text(cell) for cell in row] for row in rows]
    columns, _kinds, n_rows = read_cells(iter([*map(list, rows), *([""] * 3 for _ in range(n_blank))]), {})
    while expected and not any(expected[-1]):
        expected.pop()
    assert n_rows == len(expected)
    assert [[column[row].as_py() for column in columns] for row in range(n_rows)] == expected


plain_cell = st.text(alphabet="aĐễ12. \u00a0-/", max_size=6)


@SOME
@given(rows=st.lists(st.tuples(st.sampled_from("abcd"), plain_cell, plain_cell, plain_cell), min_size=1, max_size=10))
def test_plain_lines_are_the_records_of_the_careful_reader(rows) -> None:
    header = ["name", "one", "two", "three"]
    body = "\n".join(";".join(row) for row in rows) + "\n"
    fast = read_delimited(("name;one;two;three\n" + body).encode(), "file.csv", "utf-8")
    careful = read_records(body, header, ";", 1)
    kept = dict(zip(careful.line_numbers, zip(*careful.columns, strict=True), strict=True))
    lines = fast.rows.column("line_no").to_pylist()
    assert [tuple(row.values())[:-1] for row in fast.rows.to_pylist()] == [kept[line] for line in lines]
    assert fast.rows_in_file == len(rows)


number_texts = st.from_regex(
    r"-?[0-9]{1,4}([.,][0-9]{1,3}){0,3}|[0-9]{1,3} ?(VND|k|%)?|\([0-9]{2}\)|-|", fullmatch=True
)
date_texts = st.from_regex(r"[0-3]?[0-9]/[01]?[0-9]/20[0-4][0-9]( [0-2]?[0-9]:[0-5][0-9])?|x|", fullmatch=True)
MANY = range(LOOKED_AT)


@pytest.mark.parametrize("mark", [".", ","])
@SOME
@given(texts=st.lists(number_texts, min_size=1, max_size=10))
def test_a_number_reads_the_same_among_few_and_among_many(mark, texts) -> None:
    assert_same(texts, [f"{number}" for number in MANY], Kind.DECIMAL, "amount", Style(mark=mark))


@pytest.mark.parametrize("order", ["dmy", "mdy"])
@SOME
@given(texts=st.lists(date_texts, min_size=1, max_size=10))
def test_a_date_reads_the_same_among_few_and_among_many(order, texts) -> None:
    days = [(date(2020, 1, 1) + timedelta(days=number)).isoformat() for number in MANY]
    assert_same(texts, days, Kind.DATE, "close_on", Style(order=order))


def assert_same(texts: list[str], others: list[str], kind: Kind, name: str, style: Style) -> None:
    with duckdb.connect() as connection:
        few = convert_texts(connection, pa.array([*texts, *others[:5]]), kind, name, style)
        many = convert_texts(connection, pa.array([*texts, *others]), kind, name, style)
    n = len(texts)
    assert many.values.to_pylist()[:n] == few.values.to_pylist()[:n]
    reasons = [[cells.bad.get(code) for code in cells.codes.to_pylist()[:n]] for cells in (few, many)]
    assert reasons[0] == reasons[1]


@SOME
@given(
    first=st.sampled_from(["1", "0.5", "2,25", "1.234", "12,345", "1.234,5", "1,234.5"]),
    later=st.lists(number_texts.filter(lambda text: text != "-"), max_size=6),
)
def test_the_decimal_mark_of_a_long_column_is_that_of_all_its_values(first, later) -> None:
    texts = [first] * LOOKED_AT + later
    table = TextTable("file", None, None, ";", 1, ("amount",), table_of([texts], range(len(texts))))
    proven = weigh_marks(texts).proof
    if len(proven) > 1:
        with pytest.raises(RefusedError):
            decimal_marks(table, [0], {}, False, Answers())
    elif proven:
        assert decimal_marks(table, [0], {}, False, Answers()).values == {0: next(iter(proven))}


@SOME
@given(
    lines=st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("xy")), min_size=2, max_size=8),
)
def test_repeated_keys_are_found_in_any_order(lines) -> None:
    found = []
    for order in (sorted(lines), sorted(lines, reverse=True), lines):
        deals = TABLE_BY_FILE["deals"]
        values = {"deal_id": [key for key, _ in order], "deal_name": [name for _, name in order], "stage": "Open"}
        columns = {column.name: values.get(column.name) for column in deals.columns}
        columns["stage"] = ["Open"] * len(order)
        arrays = [pa.array(columns[column.name] or [None] * len(order), arrow_type(column)) for column in deals.columns]
        rows = pa.table(arrays, names=list(deals.column_names))
        with duckdb.connect() as connection:
            checked = check_rows(connection, rows, deals, {"deal_id", "deal_name", "stage"}, {})
        found.append(sorted(line for line, is_kept in zip(order, checked.keep.tolist(), strict=True) if is_kept))
    names = {key: {name for other, name in lines if other == key} for key, _ in lines}
    expected = sorted((key, next(iter(found_names))) for key, found_names in names.items() if len(found_names) == 1)
    assert found == [expected] * 3
