"""What loads, and yet is told: it looks as if it were something else."""

from __future__ import annotations

import pytest

from data.book import Book
from data.reading import Answers
from data.settings import Settings
from data.staging import stage_file
from tests.data.loaded import DEALS, column, reasons, written

INVOICES = "invoice_id,customer_name,invoiced_on,amount,product\n"


@pytest.fixture
def warned(tmp_path):
    """The codes of what is told of one file."""

    def run(text, entity):
        path = tmp_path / "file.csv"
        path.write_text(text, encoding="utf-8")
        (staged,) = stage_file(
            path, path.name, "", Answers(entity=entity, currency="VND"), Settings(), Book(tmp_path), confirm=True,
            known_currency=None,
        )  # fmt: skip
        return [each.code for each in staged.report.warnings]

    return run


def test_a_few_scores_of_one_to_five_may_be_satisfaction(warned) -> None:
    head = "response_id,customer_name,responded_at,score\n"
    rows = "".join(f"{number},Hoa,2026-01-05,{number % 5 + 1}\n" for number in range(9))
    assert warned(head + rows, "surveys") == ["W_SCALE"]
    assert warned(head + rows + "9,Hoa,2026-01-05,9\n", "surveys") == []


def test_payments_and_credit_notes_above_nought_among_invoices_are_told(warned) -> None:
    head = INVOICES.replace("product", "Transaction Type")
    rows = "1,Hoa,2026-01-05,100.00,Invoice\n2,Hoa,2026-01-05,{amount},Credit Memo\n"
    assert warned(head + rows.format(amount="40.00"), "invoices") == ["W_OTHER_DOCUMENTS"]
    assert warned(head + rows.format(amount="-40.00"), "invoices") == []


def test_a_share_below_one_among_percentages_is_held_back(tmp_path) -> None:
    rows = "D1,Hoa,Open,1.5,2026-01-05,75\nD2,Hoa,Open,1.5,2026-01-05,0.5\nD3,Hoa,Open,1.5,2026-01-05,0\n"
    _, converted = written(tmp_path, DEALS.replace("close_on", "close_on,probability") + rows)
    assert column(converted, "probability") == [0.75, 0.0]
    assert reasons(converted) == ["R_NUMBER"]
