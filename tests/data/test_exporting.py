import csv
import io
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pandas as pd
import pytest

from data.exporting import export_columns, neutralise, to_csv_bytes, to_xlsx_bytes
from domain.errors import RefusedError

# What a spreadsheet takes for a formula: OWASP's list with its full-width twins, also behind blanks.
PAYLOADS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "＋1", "－1", "＠A", "  =HYPERLINK(1)"]


@pytest.mark.parametrize("text", PAYLOADS)
def test_text_that_would_run_is_made_plain_in_csv_and_workbook(text):
    frame = pd.DataFrame({"name": pd.Series([text], dtype=object)})
    (_, (cell,)) = csv.reader(io.StringIO(to_csv_bytes(frame).decode("utf-8-sig"), newline=""))
    assert cell == "'" + text
    cell = openpyxl.load_workbook(io.BytesIO(to_xlsx_bytes(frame, "x"))).active["A2"]
    assert cell.data_type == "s"
    assert str(cell.value).startswith("'")


def test_raw_text_is_left_as_it_is():
    frame = pd.DataFrame({"name": pd.Series(["=1+1"], dtype=object)})
    assert to_csv_bytes(frame, raw=True).decode("utf-8-sig").splitlines()[1] == "=1+1"


def test_plain_text_and_numbers_are_never_prefixed():
    assert neutralise("Công ty An Phát") == "Công ty An Phát"
    frame = pd.DataFrame({"amount": [-5.0], "exact": pd.Series([Decimal("-1234567.89")], dtype=object)})
    assert to_csv_bytes(frame).decode("utf-8-sig").splitlines()[1] == "-5,-1234567.89"


def test_csv_has_iso_days_points_and_empty_cells_for_nothing():
    frame = pd.DataFrame(
        {
            "day": pd.Series([date(2025, 12, 31), None], dtype=object),
            "moment": pd.Series([datetime(2025, 12, 31, 8, 30), pd.NaT], dtype=object),
            "flag": pd.Series([True, None], dtype=object),
            "share": [0.25, float("nan")],
        }
    )
    lines = to_csv_bytes(frame).decode("utf-8-sig").splitlines()
    assert lines == ["day,moment,flag,share", "2025-12-31,2025-12-31 08:30:00,true,0.25", ",,,"]


def test_a_workbook_keeps_numbers_as_numbers_and_days_as_days():
    frame = pd.DataFrame({"n": [1.5], "day": pd.Series([date(2025, 12, 31)], dtype=object), "code": ["00123"]})
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx_bytes(frame, "Khách hàng / quý [1]"))).active
    assert sheet.title == "Khách hàng   quý  1"
    assert [cell.value for cell in sheet[2]] == [1.5, datetime(2025, 12, 31), "00123"]
    assert [cell.data_type for cell in sheet[2]] == ["n", "d", "s"]


def test_an_unknown_table_is_refused_with_the_ones_there_are():
    assert export_columns("deals")[:3] == ("deal_id", "customer_id", "customer_name")
    with pytest.raises(RefusedError, match="customers"):
        export_columns("planets")
