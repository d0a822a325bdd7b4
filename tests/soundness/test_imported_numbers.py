"""Numbers that an import could read a thousand times too large. Never weaken one of these."""

from decimal import Decimal

import openpyxl

from data.importing import run_import
from data.reading.answers import Answers
from data.workspace import Source

HEAD = ["deal_id", "customer_name", "stage", "amount", "currency", "close_on"]


def book(path, amounts):
    made = openpyxl.Workbook()
    made.active.append(HEAD)
    for number, amount in enumerate(amounts):
        made.active.append([f"D{number}", "Acme", "Won", amount, "USD", "2026-02-13"])
    made.save(path)
    return Source(path.name, path)


def test_an_answer_about_the_decimal_mark_leaves_numbers_alone(tmp_path):
    """A cell that is the number 12.346 is no twelve thousand, whatever was said of commas in text."""
    source = book(tmp_path / "deals.xlsx", [12.346, 1100.5])
    (file,) = run_import(tmp_path / "w", [source], Answers(entity="deals", decimal=",")).files
    assert (file.sums["amount"], file.rows_quarantined) == (Decimal("1112.85"), 0)


def test_an_answer_remembered_from_a_text_file_leaves_numbers_alone(tmp_path):
    text = tmp_path / "deals.csv"
    text.write_text(";".join(HEAD) + "\nT1;Acme;Won;12.346;USD;2026-02-13\n", encoding="utf-8")
    answers = Answers(entity="deals", decimal=",")
    (file,) = run_import(tmp_path / "w", [Source("deals.csv", text)], answers).files
    assert file.sums["amount"] == 12346
    source = book(tmp_path / "deals.xlsx", [12.346])
    (file,) = run_import(tmp_path / "w", [source], Answers(), confirm=True).files
    assert file.sums["amount"] == Decimal("12.35")


def test_text_among_numbers_is_held_back_where_it_reads_otherwise(tmp_path):
    source = book(tmp_path / "deals.xlsx", [12.5, "2.000,50"])
    (file,) = run_import(tmp_path / "w", [source], Answers(entity="deals", decimal=","), confirm=True).files
    assert file.sums["amount"] == Decimal("12.50")
    assert [held.value for held in file.quarantine] == ["2.000,50"]
