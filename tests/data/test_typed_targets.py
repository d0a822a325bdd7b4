"""Targets typed into the book: they count like imported ones, beat them, and outlive imports and undo."""

from __future__ import annotations

from decimal import Decimal

import pytest

from data.importing import run_import, undo
from data.reading.answers import Answers
from data.rebuilding import bring_up_to_date, is_outdated, set_targets
from data.snapshots import open_cursor
from data.typed_targets import TargetKey, TypedTarget
from data.workspace import Source, Workspace

INVOICES = "Số hóa đơn,Ngày hóa đơn,Tên khách hàng,Thành tiền\nHD1,15/03/2025,An Phát,100\n"
TARGETS = "period,dimension,member,amount,currency\n2025-Q1,company,,500,VND\n2025-Q1,team,North,300,VND\n"
SERVED = "select level, coalesce(member, ''), amount_reporting, is_typed, imported_amount from target_line order by 1"


@pytest.fixture
def workspace(tmp_path):
    place = tmp_path / "workspace"
    for name, text, entity in (("a.csv", INVOICES, None), ("t.csv", TARGETS, "targets")):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        report = run_import(place, [Source(name, path)], Answers(entity=entity))
        assert report.snapshot, report.files
    return place


def served(workspace):
    with open_cursor(Workspace(workspace).snapshots.current().path) as cursor:
        return cursor.execute(SERVED).fetchall()


def company(amount, period="2025-Q1", *, is_sample=False):
    return TypedTarget(TargetKey(period, "company", "", is_sample), Decimal(amount), "VND")


def test_a_typed_target_takes_the_place_of_an_imported_one_and_gives_it_back(workspace):
    assert set_targets(workspace, [company(700)]) == "000003"
    assert served(workspace) == [("company", "", 700, True, 500), ("team", "North", 300, False, 300)]
    assert set_targets(workspace, [], [company(0).key]) == "000004"
    assert [row[:4] for row in served(workspace)] == [("company", "", 500, False), ("team", "North", 300, False)]


def test_typed_targets_outlive_undo(workspace):
    set_targets(workspace, [company(700)])
    undo(workspace)
    if is_outdated(workspace):
        bring_up_to_date(workspace)
    assert served(workspace) == [("company", "", 700, True, None)]
    assert not is_outdated(workspace)


def test_what_was_typed_for_the_sample_company_holds_for_it_alone(workspace):
    set_targets(workspace, [company(700, is_sample=True)])
    assert [row[2] for row in served(workspace)] == [500, 300]


def test_another_period_of_the_same_member_is_another_target(workspace):
    set_targets(workspace, [company(40, "2025-01"), company(900, "2025")])
    assert sorted(row[2] for row in served(workspace)) == [40, 300, 500, 900]
