"""Text to the canonical tables: headers, dates, numbers, words, durations; questions that can be answered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
import xlsxwriter

from data.mapping import Converted, Understanding, convert, understand
from data.mapping.dates import nearest_date, read_moment
from data.mapping.headers import header_key, zone_in
from data.mapping.numbers import canonical, take_apart
from data.mapping.periods import read_period
from data.mapping.systems import exports, system_names
from data.mapping.words import meanings
from data.reading import Answers, TextTable, read_file
from domain.errors import QuestionError, RefusedError
from domain.tables import TABLE_BY_FILE

NOTHING = Answers()
DEALS = "deal_id,customer_name,stage,amount,close_on\n"


def load(path: Path, answers: Answers = NOTHING) -> tuple[TextTable, Understanding, Converted]:
    (table,) = read_file(path, path.name, answers)
    understanding = understand(table, answers)
    with duckdb.connect() as connection:
        return table, understanding, convert(table, understanding, connection)


def written(tmp_path: Path, text: str, answers: Answers = NOTHING) -> tuple[Understanding, Converted]:
    path = tmp_path / "file.csv"
    path.write_text(text, encoding="utf-8")
    _, understanding, converted = load(path, answers)
    return understanding, converted


def deals(tmp_path: Path, amounts: list[str], days: list[str], answers: Answers = NOTHING, more: str = "") -> Converted:
    rows = [f'D{i},An,Won,"{amount}",{day}' for i, (amount, day) in enumerate(zip(amounts, days, strict=True))]
    return written(tmp_path, DEALS + "\n".join(rows) + "\n" + more, answers)[1]


def column(converted: Converted, name: str) -> list[object]:
    return converted.good.column(name).to_pylist()


DAY = "2026-01-05"

# ---------------------------------------------------------------- real files


def test_maven_adds_up_to_what_its_publisher_says(shared) -> None:
    _, understanding, converted = load(shared / "datasets/maven_crm/sales_pipeline.csv")
    assert (understanding.system, understanding.entity, understanding.date_order) == ("maven", "deals", "mdy")
    assert converted.good.num_rows == 8800
    assert converted.sums["amount"] == Decimal("10005534.00")
    assert [column(converted, "stage").count(stage) for stage in ("Won", "Lost", "Open")] == [4238, 2473, 2089]
    assert (converted.first_date, converted.last_date) == (date(2017, 3, 1), date(2017, 12, 31))


def test_maven_teams_are_the_managers_of_its_agents(shared) -> None:
    _, understanding, converted = load(shared / "datasets/maven_crm/sales_teams.csv")
    assert understanding.columns == {"sales_agent": "manager_name", "manager": "team", "regional_office": "region"}
    assert set(column(converted, "region")) == {"Central", "East", "West"}


def test_the_country_of_an_office_is_no_sales_region(shared) -> None:
    _, understanding, _ = load(shared / "datasets/maven_crm/accounts.csv")
    assert understanding.columns["office_location"] is None
    assert understanding.columns["revenue"] is None


@pytest.mark.parametrize("name", ["NPS_timeseries_data.csv", "NPS Project.xlsx"])
def test_the_survey_of_2021_has_its_score_and_its_days(shared, name) -> None:
    _, understanding, converted = load(shared / "datasets/nps_timeseries" / name)
    scores = column(converted, "score")
    assert understanding.entity == "surveys"
    assert (len(scores), sum(s >= 9 for s in scores), sum(s <= 6 for s in scores)) == (5000, 2309, 1719)
    assert (converted.first_date, converted.last_date) == (date(2021, 1, 1), date(2021, 12, 30))


def test_two_dialects_of_one_file_give_one_result(shared) -> None:
    folder = shared / "datasets/kaggle_sales_data_two_dialects"
    results = [load(folder / f"sales_data_sample.{kind}_cp437.csv")[2] for kind in ("comma", "semicolon")]
    assert results[0].sums == results[1].sums == {"amount": Decimal("10032628.85")}
    for name in ("invoice_id", "customer_name", "invoiced_on", "amount", "status"):
        assert column(results[0], name) == column(results[1], name)


def test_ravenstack_tickets_answer_after_88_minutes(shared) -> None:
    _, _, converted = load(shared / "datasets/ravenstack_saas/ravenstack_support_tickets.csv")
    minutes = column(converted, "first_response_minutes")
    assert round(sum(minutes) / len(minutes), 2) == 88.48
    assert not any(column(converted, "created_at_has_time"))


def test_purchases_without_numbers_are_invoices_once_somebody_says_so(shared) -> None:
    answers = Answers(entity="invoices", columns={"dollar_value": "amount"})
    _, understanding, converted = load(shared / "datasets/cdnow_lifetimes/CDNOW_master.txt", answers)
    assert converted.sums["amount"] == Decimal("2500315.63")
    assert len(set(column(converted, "customer_id"))) == 23_570
    assert [notice.code for notice in understanding.warnings] == ["W_NO_INVOICE_NUMBER"]


@pytest.mark.parametrize(
    "name",
    [
        "maven_crm/data_dictionary.csv",
        "ravenstack_saas/ravenstack_churn_events.csv",
        "ravenstack_saas/ravenstack_feature_usage.csv",
        "fivetran_api_seeds/zendesk_ticket_comment_data.csv",
        "fivetran_api_seeds/zendesk_user_data.csv",
    ],
)
def test_a_table_that_is_none_of_ours_is_refused_with_what_was_seen(shared, name) -> None:
    with pytest.raises(RefusedError) as refused:
        load(shared / "datasets" / name)
    assert refused.value.code == "unknown_file"
    assert "--as" in str(refused.value.fix)


# ---------------------------------------------------------------- headers


def test_headers_are_one_whatever_their_case_accents_and_signs() -> None:
    assert header_key("Mã hóa đơn (*)") == header_key("ma hoa don") == header_key("MÃ HOÁ ĐƠN")
    assert header_key("<strong>Deal</strong> ID*") == header_key("deal_id")
    assert header_key("Ticket created (America/Sao_Paulo)") == header_key("Ticket created")
    assert zone_in("Ticket created (America/Sao_Paulo)") == "America/Sao_Paulo"


def test_every_known_export_names_real_columns_and_can_be_complete() -> None:
    for export in exports():
        table = TABLE_BY_FILE[export.entity]
        assert set(export.columns) <= set(table.column_names), (export.system, export.name)
    assert {"salesforce", "hubspot", "pipedrive", "zendesk", "kiotviet", "misa", "quarterdeck"} <= set(system_names())


def test_our_own_column_names_need_no_mapping(tmp_path) -> None:
    for table in TABLE_BY_FILE.values():
        path = tmp_path / f"{table.file}.csv"
        path.write_text(",".join(table.column_names) + "\n" + ",".join(["x"] * len(table.columns)) + "\n")
        (text,) = read_file(path, path.name, NOTHING)
        understanding = understand(text, NOTHING)
        assert understanding.entity == table.file
        assert understanding.columns == {name: name for name in table.column_names}


def test_a_missing_column_is_asked_for_and_the_answer_works(tmp_path) -> None:
    text = "deal_id,customer_name,stage,Order worth,close_on\nD1,An,Won,100,2026-01-05\n"
    with pytest.raises(QuestionError) as asked:
        written(tmp_path, text, Answers(entity="deals"))
    assert asked.value.answer_with == "--map"
    assert "Order worth=amount" in asked.value.options
    _, converted = written(tmp_path, text, Answers(entity="deals", columns={"Order worth": "amount"}))
    assert converted.sums["amount"] == 100


def test_two_columns_that_could_both_be_meant_are_refused(tmp_path) -> None:
    with pytest.raises(RefusedError) as refused:
        written(tmp_path, "deal_id,stage,close_on,amount,Amount\nD1,Won,2026-01-05,1,2\n", Answers(entity="deals"))
    assert refused.value.code == "duplicate_header"


def test_pipedrive_closes_a_deal_on_the_day_it_was_won(tmp_path) -> None:
    text = (
        "Deal - ID,Deal - Status,Deal - Value,Deal - Won time,Deal - Lost time,Deal - Expected close date\n"
        "1,Won,100,2026-02-01 10:00:00,,2026-03-31\n2,Lost,50,,2026-02-02 11:00:00,2026-03-31\n3,Open,70,,,2026-03-31\n"
    )
    understanding, converted = written(tmp_path, text)
    assert understanding.system == "pipedrive"
    assert column(converted, "close_on") == [date(2026, 2, 1), date(2026, 2, 2), date(2026, 3, 31)]


# ---------------------------------------------------------------- dates


def test_one_date_proves_the_order_of_all(tmp_path) -> None:
    days = ["05/01/2026", "03/02/2026", "31/03/2026"]
    assert column(deals(tmp_path, ["1.00"] * 3, days), "close_on") == [
        date(2026, 1, 5),
        date(2026, 2, 3),
        date(2026, 3, 31),
    ]


def test_dates_that_fit_both_orders_are_asked_about(tmp_path) -> None:
    days = ["05/01/2026", "03/02/2026"]
    with pytest.raises(QuestionError) as asked:
        deals(tmp_path, ["1.00"] * 2, days)
    assert asked.value.options == {"dmy": "2026-01-05 … 2026-02-03", "mdy": "2026-03-02 … 2026-05-01"}
    assert column(deals(tmp_path, ["1.00"] * 2, days, Answers(date_order="mdy")), "close_on")[0] == date(2026, 5, 1)


def test_a_month_column_settles_the_order(tmp_path) -> None:
    text = "ID,Customer Name,Survey date,Month,NPS\n1,An,05/01/2026,1,9\n2,Bo,03/02/2026,2,3\n"
    assert written(tmp_path, text)[0].date_order == "dmy"


def test_both_orders_in_one_column_are_refused_and_held_once_told(tmp_path) -> None:
    days = ["31/03/2026", "12/25/2026", "05/01/2026"]
    with pytest.raises(RefusedError) as refused:
        deals(tmp_path, ["1.00"] * 3, days)
    assert refused.value.code == "mixed_dates"
    told = deals(tmp_path, ["1.00"] * 3, days, Answers(date_order="dmy"))
    assert told.held.column("value").to_pylist() == ["12/25/2026"]


def test_two_digit_years_could_stand_at_either_end(tmp_path) -> None:
    with pytest.raises(QuestionError) as asked:
        deals(tmp_path, ["1.00"], ["26/03/31"])
    assert asked.value.options == {"dmy": "2031-03-26 … 2031-03-26", "ymd": "2026-03-31 … 2026-03-31"}
    assert column(deals(tmp_path, ["1.00"], ["26/03/31"], Answers(date_order="ymd")), "close_on") == [date(2026, 3, 31)]


def test_an_impossible_day_is_held_with_the_day_that_was_meant(tmp_path) -> None:
    converted = deals(tmp_path, ["1.00"] * 2, ["31/02/2026", "25/02/2026"])
    (held,) = converted.held.to_pylist()
    assert (held["line_no"], held["column_name"], held["reason"]) == (2, "close_on", "R_DATE")
    assert (held["value"], held["suggestion"]) == ("31/02/2026", "28/02/2026")


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("2/24/2003 0:00", "mdy", "2003-02-24 00:00:00"),
        ("1/3/2017 5:07 PM", "dmy", "2017-03-01 17:07:00"),
        ("19970101", "ymd", "1997-01-01"),
        ("26-Mar-2026", "dmy", "2026-03-26"),
        ("46027", "serial", "2026-01-05"),
        ("2026-01-05T10:00:00+0700", "dmy", "2026-01-05 10:00:00+07:00"),
        ("2569-01-05", "dmy", None),
        ("5 tháng 2, 2026", "dmy", None),
        ("31/02/2026", "dmy", None),
    ],
)
def test_moments_are_read_or_refused(text, order, expected) -> None:
    assert read_moment(text, order) == expected


def test_the_nearest_date_keeps_the_way_it_was_written() -> None:
    assert nearest_date("2026-02-30", "ymd") == "2026-02-28"
    assert nearest_date("02/31/2024", "mdy") == "02/29/2024"
    assert nearest_date("hello", "dmy") == ""


def test_local_times_become_utc_by_the_zone_in_the_header(tmp_path) -> None:
    text = (
        "Conversation ID,Conversation started at (America/New_York),Company name,First response time (seconds)\n"
        "1,2026-01-05 19:30:00,An,90\n"
    )
    understanding, converted = written(tmp_path, text)
    assert understanding.system == "intercom"
    assert column(converted, "created_at") == [datetime(2026, 1, 6, 0, 30)]
    assert column(converted, "created_at_has_time") == [True]
    assert column(converted, "first_response_minutes") == [1.5]


def test_an_offset_decides_the_local_day(tmp_path) -> None:
    days = ["2026-03-31T23:30:00Z", "2026-03-31T16:59:59Z"]
    converted = deals(tmp_path, ["1.00"] * 2, days, Answers(timezone="Asia/Ho_Chi_Minh"))
    assert column(converted, "close_on") == [date(2026, 4, 1), date(2026, 3, 31)]


# ---------------------------------------------------------------- numbers


@pytest.mark.parametrize(
    ("amounts", "total"),
    [
        (["1.234.567,89", "250.000,00"], "1484567.89"),
        (["1,234,567.89", "250,000.00"], "1484567.89"),
        (["1 234 567,89", "250\u00a0000,00"], "1484567.89"),
        (["20.000.000 VNĐ", "1,2 tỷ"], "1220000000.00"),
        (["45k", "(1,234.50)"], "43765.50"),
        (["$1,234,567", "0.10"], "1234567.10"),
        (["0.005", "0.10"], "0.11"),
    ],
)
def test_amounts_are_read_by_their_column(tmp_path, amounts, total) -> None:
    assert deals(tmp_path, amounts, [DAY] * 2).sums["amount"] == Decimal(total)


def test_a_thousand_or_a_fraction_is_asked_and_the_answer_works(tmp_path) -> None:
    amounts = ["12,500", "7,250"]
    with pytest.raises(QuestionError) as asked:
        deals(tmp_path, amounts, [DAY] * 2)
    assert asked.value.answer_with == "--decimal"
    assert deals(tmp_path, amounts, [DAY] * 2, Answers(decimal=".")).sums["amount"] == 19750
    assert deals(tmp_path, amounts, [DAY] * 2, Answers(decimal=",")).sums["amount"] == Decimal("19.75")


def test_dong_have_no_thousandths(tmp_path) -> None:
    assert deals(tmp_path, ["12.500", "7.250"], [DAY] * 2, Answers(currency="VND")).sums["amount"] == 19750


def test_points_and_commas_in_one_column_are_refused(tmp_path) -> None:
    with pytest.raises(RefusedError) as refused:
        deals(tmp_path, ["1.234.567,89", "250,000.00"], [DAY] * 2)
    assert refused.value.code == "mixed_numbers"


@pytest.mark.parametrize(
    "amount", ["15%", "1.234.567.89", "1,23,456.00", "1O000.00", "NaN", "inf", "1e400", "#REF!", "TBD"]
)
def test_what_is_no_amount_is_held_with_its_text(tmp_path, amount) -> None:
    converted = deals(tmp_path, ["100.50", amount], [DAY] * 2)
    assert converted.held.column("value").to_pylist() == [amount]
    assert converted.sums["amount"] == Decimal("100.50")


def test_a_number_is_only_what_fits_the_decimal_mark() -> None:
    parts = take_apart("1.234,5")
    assert parts is not None
    assert (canonical(parts, ","), canonical(parts, ".")) == ("1234.5", None)


def test_a_sign_in_the_cell_tells_the_currency_of_the_row(tmp_path) -> None:
    converted = deals(tmp_path, ["£1000.00", "20.50"], [DAY] * 2, Answers(currency="USD"))
    assert column(converted, "currency") == ["GBP", "USD"]


def test_percentages_become_shares_of_one(tmp_path) -> None:
    text = "deal_id,stage,amount,close_on,probability\nD1,Open,1,2026-01-05,25\nD2,Open,1,2026-01-05,100\n"
    assert column(written(tmp_path, text)[1], "probability") == [0.25, 1.0]


def test_durations_keep_what_they_count(tmp_path) -> None:
    text = (
        "Ticket ID,Created time,Initial response time,First response time (in hrs),Group\n"
        "1,2026-01-05 08:00:00,2026-01-05 09:30:00,01:30:00,A\n2,2026-01-05 08:00:00,,,A\n"
    )
    understanding, converted = written(tmp_path, text)
    assert understanding.system == "freshdesk"
    assert column(converted, "first_response_business_minutes") == [90.0, None]
    assert column(converted, "first_response_at")[0] == datetime(2026, 1, 5, 2, 30)


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
