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


def loaded(tmp_path, amounts, **answers):
    """Sum, held cells and question of a workbook whose amounts are these cells."""
    source = book(tmp_path / "deals.xlsx", amounts)
    given = Answers(entity="deals", **answers)
    (file,) = run_import(tmp_path / "w", [source], given, confirm=True).files
    return file.sums.get("amount"), [held.value for held in file.quarantine], file.question and file.question.code


def test_text_among_numbers_is_read_as_the_columns_text_proves(tmp_path):
    """12.5 and 1234.125 are numbers; 2.000,50 proves the decimal comma of the text, so 1.125 is over a thousand."""
    assert loaded(tmp_path, [12.5, 1234.125, "2.000,50", "1.125"]) == (Decimal("4372.13"), [], None)


def test_text_that_proves_the_point_leaves_text_among_numbers_small(tmp_path):
    assert loaded(tmp_path, [12.5, "2,000.50", "1.125"]) == (Decimal("2014.13"), [], None)


def test_text_among_numbers_that_can_be_read_both_ways_is_asked_about(tmp_path):
    """The number 1234.5 carries no mark: it says nothing about how somebody typed 1.125."""
    assert loaded(tmp_path, [1234.5, "1.125"]) == (None, [], "decimal")


def test_an_answer_about_text_among_numbers_leaves_the_numbers_alone(tmp_path):
    assert loaded(tmp_path, [12.346, "1.125"], decimal=",") == (Decimal("1137.35"), [], None)


def test_columns_of_numbers_say_nothing_about_a_column_of_text(tmp_path):
    """Every amount is text that fits both marks; the column of numbers beside it has none."""
    made = openpyxl.Workbook()
    made.active.append([*HEAD, "probability"])
    for number in range(3):
        made.active.append([f"D{number}", "Acme", "Won", "1.125", "USD", "2026-02-13", 0.125])
    made.save(tmp_path / "deals.xlsx")
    source = Source("deals.xlsx", tmp_path / "deals.xlsx")
    (file,) = run_import(tmp_path / "w", [source], Answers(entity="deals"), confirm=True).files
    assert file.question.code == "decimal"
