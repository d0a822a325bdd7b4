"""Words in cells, and the files of Vietnamese programs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from data.mapping.periods import read_period
from data.mapping.words import meanings
from data.reading import Answers
from tests.data.loaded import column, load, written

# ---------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("word", "stage"),
    [
        ("won ", "Won"),
        ("CLOSED LOST", "Lost"),
        ("Thắng", "Won"),
        ("Đàm phán", "Open"),
        ("Close", "Open"),
        ("closedwon", "Won"),
    ],
)
def test_stages_are_known_in_both_languages(tmp_path, word, stage) -> None:
    text = f"deal_id,stage,amount,close_on\nD1,{word},1,2026-01-05\n"
    assert column(written(tmp_path, text)[1], "stage") == [stage]


def test_an_unknown_stage_is_held_until_somebody_says_what_it_means(tmp_path) -> None:
    text = "deal_id,stage,amount,close_on\nD1,Closed-Maybe,1,2026-01-05\nD2,Won,2,2026-01-05\n"
    assert written(tmp_path, text)[1].held.column("reason").to_pylist() == ["R_DOMAIN"]
    _, converted = written(tmp_path, text, Answers(columns={"stage:Closed-Maybe": "Open"}))
    assert column(converted, "stage") == ["Open", "Won"]


def test_no_word_has_two_meanings() -> None:
    for name in ("stage", "invoice_status", "invoice_kind", "flag", "currency"):
        assert meanings(name)
    assert not {word for word, stage in meanings("stage").items() if stage == "Open"} & {"won", "lost", "thang", "thua"}


def test_a_dash_or_null_in_a_name_s_place_is_nobody(tmp_path) -> None:
    names = ["-", "NULL", "nan", "—", "N/A", "Nancy"]
    rows = "".join(f"D{number},{name},NA,Open,5,2026-01-05\n" for number, name in enumerate(names))
    _, converted = written(tmp_path, "deal_id,customer_name,product,stage,amount,close_on\n" + rows)
    assert column(converted, "customer_name") == [None] * 5 + ["Nancy"]
    assert set(column(converted, "product")) == {"NA"}


def test_na_is_a_region_and_no_missing_mark(tmp_path) -> None:
    _, converted = written(tmp_path, "customer_name,region\nAn,NA\nBo,-\n", Answers(entity="customers"))
    assert column(converted, "region") == ["NA", "-"]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2025", "2025"),
        ("Quý 3/2025", "2025-Q3"),
        ("Q3 2025", "2025-Q3"),
        ("07/2025", "2025-07"),
        ("Tháng 7/2025", "2025-07"),
        ("2025-07-01", "2025-07"),
        ("soon", None),
    ],
)
def test_periods_are_read_in_both_languages(text, period) -> None:
    assert read_period(text) == period


# ---------------------------------------------------------------- Vietnamese programs


def workbook(path: Path, rows: list[list[object]]) -> Path:
    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"}) as made:
        sheet = made.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path


def test_a_misa_report_with_titles_two_headers_and_totals(tmp_path) -> None:
    path = workbook(
        tmp_path / "so_chi_tiet.xlsx",
        [
            ["SỔ CHI TIẾT BÁN HÀNG"],
            ["Từ ngày 01/01/2026 đến ngày 31/03/2026"],
            [],
            ["Ngày hóa đơn", "Số hóa đơn", "Tên khách hàng", "Tên hàng", "Số lượng", "Đơn giá", "Thành tiền"],
            [date(2026, 1, 5), "HD001", "Công ty Phở Việt", "Bánh", 10, 15000, 150000],
            [date(2026, 2, 6), "HD002", "Công ty Hoa Sữa", "Sữa", 2, 25000, 50000],
            ["Cộng", "", "", "", "", "", 200000],
            ["Tổng cộng", "", "", "", "", "", 200000],
        ],
    )
    table, understanding, converted = load(path)
    assert (understanding.entity, table.header_line) == ("invoices", 4)
    assert converted.sums["amount"] == 200000
    assert converted.rows_skipped == {"total line": 2}
    assert column(converted, "source_line_no") == [5, 6]


def test_a_kiotviet_list_counts_its_void_invoices_apart(tmp_path) -> None:
    rows: list[list[object]] = [
        [
            "Mã hóa đơn",
            "Thời gian",
            "Mã KH",
            "Khách hàng",
            "Người bán",
            "Tổng tiền hàng",
            "Giảm giá",
            "Tổng sau giảm giá",
            "Khách cần trả",
            "Khách đã trả",
            "Trạng thái",
        ],
        ["HD1", "05/01/2026 10:30", "KH1", "An", "Lan", 120000, 20000, 100000, 100000, 100000, "Hoàn thành"],
        ["HD2", "25/01/2026 11:00", "KH2", "Bình", "Lan", 50000, 0, 50000, 50000, 0, "Đã hủy"],
    ]
    _, understanding, converted = load(workbook(tmp_path / "DanhSachHoaDon_KV10122025-173032-523.xlsx", rows))
    assert understanding.system == "kiotviet"
    assert column(converted, "amount") == [100000, 50000]
    assert column(converted, "status") == ["valid", "void"]
    assert column(converted, "invoiced_on") == [date(2026, 1, 5), date(2026, 1, 25)]


ACCENTLESS: Mapping[str, str] = {"Ma KH": "customer_id", "Ten khach hang": "customer_name", "Ma so thue": "tax_code"}


def test_headers_without_accents_are_known(tmp_path) -> None:
    text = ",".join(["STT", *ACCENTLESS]) + "\n1,001,An,0101234567\n2,002,Bo,0301234568\n"
    understanding, converted = written(tmp_path, text)
    assert understanding.columns == {"STT": None, **ACCENTLESS}
    assert column(converted, "tax_code") == ["0101234567", "0301234568"]
