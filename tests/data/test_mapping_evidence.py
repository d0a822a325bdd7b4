"""What decides where one column alone does not: other columns, earlier loads, a person; and what is remembered."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from data.importing import run_import
from data.reading import Answers
from data.report import Status
from data.snapshots import open_cursor
from data.workspace import Source, Workspace

NOTHING = Answers()
USD = Answers(currency="USD")


@pytest.fixture
def put(tmp_path):
    """Import one file's text; returns its report."""

    def write(text, answers=NOTHING, name="file.csv", *, confirm=False):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return run_import(tmp_path / "workspace", [Source(name, path)], answers, confirm=confirm).files[0]

    return write


@pytest.fixture
def query(tmp_path):
    """Every row of a statement on what is loaded."""

    def run(sql):
        with open_cursor(Workspace(tmp_path / "workspace").snapshots.current().path) as cursor:
            return cursor.execute(sql).fetchall()

    return run


def lines(header, *rows):
    return "\n".join([header, *rows]) + "\n"


# ---------------------------------------------------------------- columns that admins renamed

RENAMED = "Opportunity ID,Account Name,Stage,Region,ACV in total,Close Date\n"


def test_a_renamed_header_is_asked_for_likeliest_first_and_remembered_for_these_headers(put):
    text = RENAMED + "O1,An,Closed Won,North,150.50,2026-01-15\n"
    asked = put(text)
    assert (asked.question.code, asked.question.answer_with) == ("column", "--map")
    assert next(iter(asked.question.options)) == "ACV in total=amount"
    told = Answers(currency="USD", columns={"ACV in total": "amount"})
    assert put(text, told).sums == {"amount": Decimal("150.50")}

    again = put(RENAMED + "O2,Bo,Closed Won,North,99.50,2026-02-15\n", name="later.csv")
    assert (again.status, again.columns["ACV in total"]) == (Status.LOADED, "amount")
    other = put((RENAMED + "O3,Bo,Closed Won,North,99.50,2026-02-15\n").replace("Region", "Area"), name="other.csv")
    assert (other.status, other.question.code) == (Status.NEEDS_ANSWER, "column")


def test_a_renamed_date_is_offered_before_a_number_of_a_likelier_name(put):
    text = "Opportunity ID,Account Name,Stage,Amount,Close rate,Expected to land\nO1,An,Open,150.50,40,2026-01-15\n"
    assert next(iter(put(text).question.options)) == "Expected to land=close_on"


# ---------------------------------------------------------------- what columns prove about each other

SETTLED = "invoice_id,customer_name,invoice date,settled,days,amount,currency"


def test_days_between_two_dates_prove_their_order(put):
    rows = ["1,A,03/04/2026,05/04/2026,2,1.50,USD", "2,A,01/02/2026,09/02/2026,8,1.50,USD",
            "3,A,05/06/2026,05/06/2026,0,1.50,USD", "4,A,07/08/2026,12/08/2026,5,1.50,USD",
            "5,A,02/03/2026,03/03/2026,1,1.50,USD"]  # fmt: skip
    assert put(lines(SETTLED, *rows)).date_order == "dmy"


def test_days_that_fit_both_orders_or_neither_prove_nothing(put):
    same = [f"{n},A,0{n}/0{n}/2026,0{n}/0{n}/2026,0,1.50,USD" for n in range(1, 6)]
    neither = [f"{n},A,0{n}/02/2026,0{n}/05/2026,{n + 50},1.50,USD" for n in range(3, 9)]
    assert put(lines(SETTLED, *neither, *same)).question.code == "date_order"


PRICED = "invoice_id,customer_name,invoice date,quantity,unit_price,amount,currency"


def test_price_times_quantity_proves_the_decimal_mark(put):
    rows = [f'{n},A,2026-01-05,{n},500,"{n / 2:.3f}",USD' for n in range(2, 8)]
    thousands = put(lines(PRICED, *rows))
    assert (thousands.status, thousands.sums["amount"]) == (Status.LOADED, Decimal(500 * sum(range(2, 8))))
    assert thousands.decimal == ","


def test_a_product_that_agrees_under_both_marks_is_asked_about(put):
    rows = [f"{n},A,2026-01-05,{n},1.125,{n * 1.125:.3f},USD" for n in range(2, 8)]
    assert put(lines(PRICED, *rows)).question.code == "decimal"


# ---------------------------------------------------------------- what earlier loads prove

DEALS = "deal_id,customer_name,stage,amount,close_on,currency"
PROVEN = "D1,An,Won,100,31/01/2026,USD"
OPEN = "D2,An,Won,100,03/02/2026,USD"


def test_an_order_that_nothing_tells_is_taken_from_the_last_load_of_these_headers_and_said(put, query):
    assert put(lines(DEALS, OPEN)).question.code == "date_order"
    assert put(lines(DEALS, PROVEN), name="january.csv").date_order == "dmy"
    later = put(lines(DEALS, OPEN), name="february.csv")
    assert (later.status, later.date_order) == (Status.LOADED, "dmy")
    (said,) = [warned for warned in later.warnings if warned.code == "W_DATE_ORDER_AS_BEFORE"]
    assert said.message.values == {"header": "close_on", "file": "january.csv"}
    assert query("select close_on from deal where deal_id = 'D2'") == [(date(2026, 2, 3),)]


def test_other_headers_of_no_named_system_are_still_asked_about(put):
    put(lines(DEALS, PROVEN), name="january.csv")
    other = lines("deal_id,customer_name,stage,amount,close_on,currency,product", f"{OPEN},P")
    assert put(other, name="february.csv").question.code == "date_order"


def test_a_named_system_writes_its_dates_alike_whatever_columns_were_chosen(put):
    first = "Opportunity ID,Account Name,Stage,Amount Currency,Amount,Close Date"
    put(lines(first, "O1,An,Closed Won,USD,100,01/31/2026"), name="january.csv")
    second = put(lines(f"{first},Opportunity Owner", "O2,An,Closed Won,USD,100,02/03/2026,Lan"), name="february.csv")
    assert (second.status, second.date_order, second.last_date) == (Status.LOADED, "mdy", date(2026, 2, 3))


def test_a_load_that_needed_no_order_proves_none(put):
    put(lines(DEALS, "D1,An,Won,100,02/02/2026,USD"), name="january.csv")
    assert put(lines(DEALS, OPEN), name="february.csv").question.code == "date_order"


def test_a_decimal_mark_is_taken_from_the_last_load_and_whole_numbers_prove_none(put, query):
    unsure = lines(DEALS, "D2,An,Won,1.500,2026-02-03,USD")
    put(lines(DEALS, "D0,An,Won,100,2026-01-31,USD"), name="whole.csv")
    assert put(unsure, name="february.csv").question.code == "decimal"
    put(lines(DEALS, 'D1,An,Won,"99,50",2026-01-31,USD'), name="january.csv")
    later = put(unsure, name="february.csv")
    assert (later.status, later.decimal) == (Status.LOADED, ",")
    assert [warned.message.values["file"] for warned in later.warnings] == ["january.csv"]
    assert query("select amount from deal where deal_id = 'D2'") == [(Decimal("1500.00"),)]


def test_dong_without_fractions_and_an_earlier_decimal_point_disagree_and_are_asked_about(put):
    put(lines(DEALS, "D1,An,Won,99.50,2026-01-31,VND"), name="january.csv")
    assert put(lines(DEALS, "D2,An,Won,1.500,2026-02-03,VND"), name="february.csv").question.code == "decimal"


# ---------------------------------------------------------------- zones and durations


def test_a_zone_in_the_header_or_the_third_row_or_the_settings_makes_utc(put, query, tmp_path):
    zoned = "Conversation ID,Conversation started at (America/Lima),First response time (seconds),Channel"
    report = put(lines(zoned, "C1,2026-01-05 20:30:00,90,chat"))
    assert (report.system, report.columns["Conversation started at (America/Lima)"]) == ("intercom", "created_at")
    assert query("select created_at, calendar_minutes from ticket") == [(datetime(2026, 1, 6, 1, 30), 1.5)]

    survey = lines("StartDate,RecordedDate,ResponseId,Q1", "Start Date,Recorded Date,Response ID,Recommend?",
        '"{""ImportId"":""startDate"",""timeZone"":""Pacific/Auckland""}",'
        '"{""ImportId"":""recordedDate"",""timeZone"":""Pacific/Auckland""}",'
        '"{""ImportId"":""_recordId""}","{""ImportId"":""QID1""}"',
        "2026-01-05 08:00:00,2026-01-05 09:00:00,R_1,9")  # fmt: skip
    assert put(survey, name="survey.csv").timezone == "Pacific/Auckland"
    assert query("select responded_at from survey_response") == [(datetime(2026, 1, 4, 20),)]

    (tmp_path / "workspace" / "settings.toml").write_text('timezone = "Asia/Tokyo"\n', encoding="utf-8")
    put(lines("Ticket ID,Created time,Status,Company Name", "T9,2026-01-05 09:00:00,Open,An"), name="plain.csv")
    assert query("select created_at from ticket where ticket_id = 'T9'") == [(datetime(2026, 1, 5),)]


@pytest.mark.parametrize(
    ("system", "header", "value", "calendar", "business"),
    [
        ("zendesk", "Id,Created at,First reply time in minutes,Via", "1,{at},90,mail", 90.0, None),
        ("zendesk", "Id,Created at,First reply time in minutes within business hours,Via", "1,{at},90,x", None, 90.0),
        ("intercom", "Conversation ID,Conversation started at (Asia/Ho_Chi_Minh),First response time (seconds),Channel",
         "1,{at},5400,chat", 90.0, None),
        ("freshdesk", "Ticket ID,Created time,First response time (in hrs),Last update time", "1,{at},01:30:00,{at}",
         None, 90.0),
        ("hubspot", "id,property_createdate,time_to_first_agent_reply,property_hs_ticket_priority",
         "1,{at},5400000,HIGH", 90.0, None),
        ("ravenstack", "ticket_id,account_id,submitted_at,first_response_time_minutes,escalation_flag",
         "1,A,{at},90,False", 90.0, None),
    ],
)  # fmt: skip
def test_durations_keep_their_kind_and_unit(put, query, system, header, value, calendar, business):
    report = put(lines(header, value.format(at="2026-01-05 09:00:00")))
    assert report.system == system
    got = "select first_response_minutes, first_response_business_minutes from loaded.ticket"
    assert query(got) == [(calendar, business)]


# ---------------------------------------------------------------- values


@pytest.mark.parametrize(
    ("written", "amount", "currency"),
    [
        ("20.000.000 VNĐ", "20000000", "VND"),
        ('"1,2 tỷ"', "1200000000", "VND"),
        ("45k", "45000", "VND"),
        ('"(1.234.567)"', "-1234567", "VND"),
        ("2 tr", "2000000", "VND"),
        ("$45k", "45000", "USD"),
    ],
)
def test_amounts_as_people_write_them(put, query, written, amount, currency):
    text = lines("Số hóa đơn,Tên khách hàng,Thành tiền,Ngày hóa đơn", f"H1,An Phát,{written},15/01/2026")
    assert put(text).status is Status.LOADED
    assert query("select amount, currency from invoice_line") == [(Decimal(amount), currency)]


def test_brackets_are_negative_and_a_dash_is_no_amount(put, query):
    text = lines(PRICED, 'H1,A,2026-01-15,1,1.00,"(1,234.00)",USD', "H2,A,2026-01-15,1,1.00,5.00,USD",
                 "H3,A,2026-01-15,1,1.00,-,USD")  # fmt: skip
    report = put(text, confirm=True)
    assert (report.rows_loaded, report.rows_quarantined) == (2, 1)
    assert query("select amount from invoice_line order by 1") == [(Decimal("-1234.00"),), (Decimal("5.00"),)]


def test_currencies_are_kept_apart_and_converted_only_by_rates(put, query):
    rows = [f"H{n},A,2026-01-15,1,,{amount},{code}" for n, (amount, code) in
            enumerate([("1000000.00", "VND"), ("10.00", "USD"), ("20.00", "EUR")])]  # fmt: skip
    put(lines(PRICED, *rows, "H9,A,2026-01-16,1,,1.00,VND"))
    summed = "select sum(amount), count(*) filter (where exclusion = 'no_rate') from revenue_line"
    assert query(summed) == [(Decimal("1000001.00"), 2)]
    put(lines("month,currency,rate", "2026-01,USD,26000"), name="rates.csv")
    assert query(summed) == [(Decimal("1260001.00"), 1)]


def test_ids_that_a_spreadsheet_rounded_are_named_and_join_nothing(put, query):
    header = "ticket_id,customer_id,created_at,status"
    report = put(lines(header, "T1,1.03E+13,2026-01-05 09:00:00,open", "T2,1.03E+13,2026-01-06 09:00:00,open",
                       "T3,00123,2026-01-06 09:00:00,open"))  # fmt: skip
    (said,) = [warned for warned in report.warnings if warned.code == "W_SCIENTIFIC_TEXT"]
    assert said.message.values == {"header": "customer_id", "example": "1.03E+13"}
    assert query("select ticket_id, customer_id from ticket order by 1") == [
        ("T1", None),
        ("T2", None),
        ("T3", "00123"),
    ]
    assert query("select customer_id from customer") == [("00123",)]


def test_a_record_whose_own_id_was_rounded_is_held_back(put):
    header = "ticket_id,customer_id,created_at,status"
    rows = [f"T{n},K,2026-01-05 09:00:00,open" for n in range(20)]
    report = put(lines(header, *rows, "1.03006E+13,K,2026-01-05 09:00:00,open"))
    assert [(held.value, held.reason) for held in report.quarantine] == [("1.03006E+13", "R_ROUNDED_ID")]


@pytest.mark.parametrize(
    ("word", "status"),
    [("Đã hủy", "void"), ("Đã huỷ", "void"), ("Hóa đơn đã bị hủy", "void"), ("Hoá đơn đã bị huỷ", "void"),
     ("Hoàn thành", "valid")],
)  # fmt: skip
def test_both_spellings_of_a_void_invoice_are_void(put, query, word, status):
    for name in (
        "Số hóa đơn,Tên khách hàng,Thành tiền,Ngày hóa đơn",
        "Số hoá đơn,Tên khách hàng,Thành tiền,Ngày hoá đơn",
    ):
        put(lines(f"{name},Trạng thái", f"H1,An Phát,1000000,15/01/2026,{word}"), name=f"{hash(name)}.csv")
        assert query("select status, amount from invoice_line") == [(status, 1_000_000)]


def test_a_ledger_that_names_its_customers_between_the_lines(put, query):
    header = (
        "Ngày hạch toán,Ngày chứng từ,Số chứng từ,Ngày hoá đơn,Số hoá đơn,Diễn giải,TK công nợ,TK đối ứng,PS Nợ,PS Có"
    )
    day = "15/01/2026,15/01/2026"
    report = put(lines(header, "Tên khách hàng: Cty An Phát", f"{day},CT1,15/01/2026,H1,Bán,131,511,1.500.000,",
                       f"{day},CT2,,,Thu tiền,131,112,,1.500.000", "Cộng,,,,,,,,1.500.000,1.500.000",
                       "Tên khách hàng: Bình Minh", f"{day},CT3,16/01/2026,H2,Bán,131,511,2.500.000,"))  # fmt: skip
    assert (report.system, report.currency, report.rows_quarantined) == ("misa", "VND", 0)
    assert dict(report.rows_skipped) == {"group line": 2, "total line": 1, "a payment, not an invoice": 1}
    assert query("select invoice_id, customer, amount from invoice_line order by 1") == [
        ("H1", "Cty An Phát", 1_500_000),
        ("H2", "Bình Minh", 2_500_000),
    ]


def test_headers_that_two_systems_share_name_neither(put):
    text = lines("Ticket ID,Group,Agent,Source,Priority,Status,First response time (in hrs),CREATED TIME",
                 "1,A,Lan,Email,High,Open,01:00:00,2026-01-05 09:00:00")  # fmt: skip
    report = put(text.replace("Ticket ID", "TICKET ID").replace("(in hrs)", "(IN HRS)"))
    assert (report.system, report.entity) == ("generic", "tickets")
    (said,) = [warned for warned in report.warnings if warned.code == "W_SYSTEM_UNSURE"]
    assert said.message.values == {"systems": "Freshdesk, Freshservice"}
