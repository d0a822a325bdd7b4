"""Laws of reading: no row vanishes, and how a file is written changes nothing about what it says."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.mapping.converting import Converted, convert
from data.mapping.understanding import understand
from data.reading import Answers, TextTable, read_file
from domain.errors import QuarterdeckError

HEADER = ("deal_id", "customer_name", "stage", "amount", "close_on")
ANSWERS = Answers(entity="deals", date_order="dmy", decimal=".", encoding="utf-8")
FEW = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])

cell = st.text(alphabet='abĐễ12.,;"/- \t\n\u00a0', max_size=8)
stage = st.sampled_from(["Won", "Lost", "Open", "won ", "?", ""])
row = st.tuples(cell, cell, stage, cell, cell)
clean_row = st.tuples(
    st.text(alphabet="ABCễ0123456789", min_size=1, max_size=6),
    st.text(alphabet='Đễ ab,"', max_size=8),
    st.sampled_from(["Won", "Lost", "Open"]),
    st.decimals(min_value=0, max_value=10**9, places=2),
    st.dates(date(2000, 1, 1), date(2030, 12, 31)),
)


def as_csv(rows: Sequence[Sequence[str]], delimiter: str = ",", end: str = "\n") -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=end)
    writer.writerow(HEADER)
    writer.writerows(rows)
    return stream.getvalue()


def load(path: Path, content: bytes, answers: Answers = ANSWERS) -> tuple[TextTable, Converted]:
    path.write_bytes(content)
    (table,) = read_file(path, path.name, answers)
    with duckdb.connect() as connection:
        return table, convert(table, understand(table, answers), connection)


def meaning(converted: Converted) -> list[tuple[object, ...]]:
    names = ("deal_id", "customer_name", "stage", "amount", "close_on")
    return sorted((tuple(line[name] for name in names) for line in converted.good.to_pylist()), key=repr)


@FEW
@given(rows=st.lists(row, min_size=1, max_size=12))
def test_every_line_is_loaded_held_or_skipped(tmp_path, rows) -> None:
    try:
        table, converted = load(tmp_path / "a.csv", as_csv(rows).encode())
    except QuarterdeckError:
        return
    n_skipped = sum(converted.rows_skipped.values())
    assert table.rows_in_file == converted.good.num_rows + converted.held.num_rows + n_skipped
    assert converted.held.num_rows == len(set(converted.held.column("line_no").to_pylist()))


@FEW
@given(content=st.binary(max_size=400))
def test_any_bytes_give_a_table_or_a_sentence(tmp_path, content) -> None:
    try:
        load(tmp_path / "a.csv", content, Answers(entity="deals"))
    except QuarterdeckError:
        return


@FEW
@given(
    rows=st.lists(clean_row, min_size=3, max_size=12, unique_by=lambda line: line[0]),
    delimiter=st.sampled_from([",", ";", "\t"]),
    end=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_the_form_of_a_file_does_not_change_what_it_says(tmp_path, rows, delimiter, end, encoding) -> None:
    told = Answers(entity="deals", date_order="dmy", decimal=".")
    texts = [(key, name, stage, str(amount), f"{day:%d/%m/%Y}") for key, name, stage, amount, day in rows]
    _, plain = load(tmp_path / "a.csv", as_csv(texts).encode(), told)
    _, other = load(tmp_path / "b.csv", as_csv(texts, delimiter, end).encode(encoding), told)
    assert meaning(plain) == meaning(other)
    assert plain.sums["amount"] == sum((amount for _, _, _, amount, _ in rows), Decimal(0))


@pytest.mark.parametrize("mark", [",", "."])
@FEW
@given(amounts=st.lists(st.decimals(min_value=0, max_value=10**12, places=2), min_size=1, max_size=8))
def test_amounts_in_either_locale_are_the_same_amounts(tmp_path, mark, amounts) -> None:
    def written(amount: Decimal) -> str:
        text = f"{amount:,.2f}"
        return text if mark == "." else text.translate(str.maketrans(",.", ".,"))

    rows = [(f"D{i}", "An", "Won", written(amount), "2026-01-05") for i, amount in enumerate(amounts)]
    _, converted = load(tmp_path / "a.csv", as_csv(rows).encode(), Answers(entity="deals"))
    assert converted.good.column("amount").to_pylist() == amounts
