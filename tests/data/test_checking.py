"""Rules a row must keep: what is required, what contradicts itself, what stands twice, which scale is no NPS."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from data.mapping.converting import Converted, convert
from data.mapping.understanding import understand
from data.reading import Answers, read_file
from domain.errors import RefusedError

NOTHING = Answers()


def load(tmp_path: Path, text: str, answers: Answers = NOTHING) -> Converted:
    path = tmp_path / "file.csv"
    path.write_text(text, encoding="utf-8")
    (table,) = read_file(path, path.name, answers)
    with duckdb.connect() as connection:
        return convert(table, understand(table, answers), connection)


def held(converted: Converted) -> list[tuple[int, str, str]]:
    return [(row["line_no"], row["column_name"], row["reason"]) for row in converted.held.to_pylist()]


DEALS = "deal_id,customer_name,stage,amount,close_on\n"


def test_a_won_deal_needs_an_amount_and_a_closed_one_a_date(tmp_path) -> None:
    text = DEALS + "D1,An,Won,,2026-01-05\nD2,An,Lost,5,\nD3,An,Open,,\nD4,,Won,7,2026-01-05\n,An,Won,1,2026-01-05\n"
    converted = load(tmp_path, text)
    assert held(converted) == [(2, "amount", "R_REQUIRED"), (3, "close_on", "R_REQUIRED"), (6, "deal_id", "R_REQUIRED")]
    assert converted.good.column("deal_id").to_pylist() == ["D3", "D4"]


def test_one_line_twice_counts_once_and_says_so(tmp_path) -> None:
    line = "D1,An,Won,5,2026-01-05\n"
    converted = load(tmp_path, DEALS + line + "D2,An,Won,6,2026-01-05\n" + line)
    assert converted.rows_skipped == {"repeated line": 1}
    assert converted.sums["amount"] == 11


def test_one_key_with_two_contents_is_held_whole(tmp_path) -> None:
    converted = load(tmp_path, DEALS + "D1,An,Won,5,2026-01-05\nD2,An,Won,6,2026-01-05\nD1,An,Won,9,2026-01-05\n")
    assert held(converted) == [(2, "deal_id", "R_KEY_CONFLICT"), (4, "deal_id", "R_KEY_CONFLICT")]


def test_invoice_lines_without_numbers_are_never_taken_for_one_another(tmp_path) -> None:
    text = "invoice_id,customer_name,amount,invoiced_on\nI1,An,5,2026-01-05\nI1,An,5,2026-01-05\n"
    assert load(tmp_path, text).sums["amount"] == 10


def test_a_customer_may_have_had_several_account_managers(tmp_path) -> None:
    text = "customer_id,customer_name,manager_name,owned_from\n1,An,Lan,2025-01-01\n1,An,Minh,2025-07-01\n"
    assert load(tmp_path, text).good.num_rows == 2


def test_a_reply_before_the_ticket_is_held(tmp_path) -> None:
    text = (
        "ticket_id,created_at,first_response_at,resolved_at\n"
        "1,2026-01-05 10:00,2026-01-05 09:59,\n"
        "2,2026-01-05 10:00,2026-01-05 10:00,2026-01-05 12:00\n"
        "3,2026-01-05 10:00,2026-01-05 10:05,2026-01-04 10:00\n"
    )
    converted = load(tmp_path, text)
    assert held(converted) == [(2, "first_response_at", "R_ORDER"), (4, "resolved_at", "R_ORDER")]


def test_a_day_without_a_time_is_not_before_the_hour_of_that_day(tmp_path) -> None:
    text = "ticket_id,created_at,resolved_at\n1,2026-01-05 10:00,2026-01-05\n2,2026-01-05 10:00,2026-01-03\n"
    assert held(load(tmp_path, text)) == [(3, "resolved_at", "R_ORDER")]


def test_scores_are_whole_and_between_nought_and_ten(tmp_path) -> None:
    text = "response_id,score,responded_at\n" + "".join(
        f"{i},{score},2026-01-05\n" for i, score in enumerate(["0", "10", "11", "-1", "7.5", "", "9.0"])
    )
    converted = load(tmp_path, text)
    assert converted.good.column("score").to_pylist() == [0, 10, 9]
    assert [reason for _, _, reason in held(converted)] == ["R_RANGE", "R_RANGE", "R_NUMBER"]
    assert converted.rows_skipped == {"no score": 1}


def test_a_survey_that_was_sent_and_not_answered_is_loaded(tmp_path) -> None:
    text = (
        "response_id,score,responded_at,sent_at\n"
        "1,9,2026-01-05,2026-01-02\n"
        "2,,,2026-01-02\n"
        "3,,2026-01-05,\n"
        ",,,2026-01-02\n"
        "5,8,,2026-01-02\n"
    )
    converted = load(tmp_path, text)
    assert converted.good.column("response_id").to_pylist() == ["1", "2"]
    assert converted.rows_skipped == {"no score": 2}
    assert held(converted) == [(6, "responded_at", "R_REQUIRED")]


def test_a_scale_of_one_to_five_is_not_nps(tmp_path) -> None:
    rows = "".join(f"{i},{i % 5 + 1},2026-01-05\n" for i in range(30))
    with pytest.raises(RefusedError) as refused:
        load(tmp_path, "response_id,score,responded_at\n" + rows)
    assert refused.value.code == "nps_scale"


def test_a_contract_that_ends_before_it_starts_is_held(tmp_path) -> None:
    text = "contract_id,customer_name,start_on,end_on\nC1,An,2026-01-05,2026-01-04\nC2,An,2026-01-05,2026-01-05\n"
    assert held(load(tmp_path, text)) == [(2, "end_on", "R_DATE")]


def test_what_is_held_keeps_its_whole_row(tmp_path) -> None:
    (row,) = load(tmp_path, DEALS + "D1,An,Won,x,2026-01-05\nD2,An,Won,1.50,2026-01-05\n").held.to_pylist()
    assert (
        row["record"]
        == '{"deal_id": "D1", "customer_name": "An", "stage": "Won", "amount": "x", "close_on": "2026-01-05"}'
    )
    assert row["message"] == "not a number"
