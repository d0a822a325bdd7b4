"""Text to the canonical tables: real files, headers, and the columns that have to be asked for."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from data.mapping.headers import header_key, zone_in
from data.mapping.systems import exports, system_names
from data.mapping.understanding import understand
from data.reading import Answers, read_file
from domain.errors import QuestionError, RefusedError
from domain.tables import TABLE_BY_FILE
from tests.data.loaded import NOTHING, column, load, written

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


@pytest.mark.parametrize(
    ("header", "row", "entity", "column"),
    [
        (
            "Ticket ID,Customer Name,Customer Age,Product Purchased,Date of Purchase,Ticket Type,Ticket Subject,"
            "Ticket Status,Resolution,Ticket Priority,Ticket Channel,First Response Time,Time to Resolution",
            "1,Ann,30,Camera,2021-03-22,Technical,Setup,Closed,,High,Email,2023-06-01 12:15:36,2023-06-01 15:15:36",
            "tickets",
            "created_at",
        ),
        (
            "Invoice ID,Branch,City,Customer type,Gender,Product line,Unit price,Quantity,Tax 5%,Total,Date,Rating",
            "750-67-8428,A,Yangon,Member,F,Health,74.69,7,26.1415,548.97,1/5/2019,9",
            "invoices",
            "amount",
        ),
    ],
)
def test_a_file_whose_rows_are_named_is_asked_about_not_taken_for_another_kind(
    tmp_path, header, row, entity, column
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"{header}\n{row}\n", encoding="utf-8")
    (table,) = read_file(path, path.name, NOTHING)
    with pytest.raises(QuestionError) as asked:
        understand(table, NOTHING)
    assert asked.value.message.values["entity"] == entity
    assert asked.value.message.values["column"] == column
    assert not any("Response" in option or "Resolution" in option for option in asked.value.options)
