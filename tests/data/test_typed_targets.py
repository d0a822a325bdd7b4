"""Targets typed into the book: they count like imported ones, beat them, and outlive imports and undo."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from analytics.asking import cut_of
from analytics.target_levels import disagreements, targets_of_members
from data.importing import run_import, undo
from data.query import open_reader
from data.reading.answers import Answers
from data.rebuilding import bring_up_to_date, is_outdated, set_targets
from data.snapshots import open_cursor
from data.typed_targets import TargetKey, TypedTarget
from data.workspace import Source, Workspace
from domain.period import parse_period
from domain.scope import LAPTOP, Scope

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


HEADER = "period,dimension,member,amount,currency\n"
MONTHS = HEADER + "".join(f"2025-{month:02},company,,100,VND\n" for month in range(1, 13))


@pytest.fixture(scope="module")
def by_month(tmp_path_factory):
    """A company with twelve imported months of 100."""
    folder = tmp_path_factory.mktemp("months")
    for name, text, entity in (("a.csv", INVOICES, None), ("t.csv", MONTHS, "targets")):
        (folder / name).write_text(text, encoding="utf-8")
        assert run_import(folder / "workspace", [Source(name, folder / name)], Answers(entity=entity)).snapshot
    return folder / "workspace"


def targets_that_count(workspace, *periods: str) -> dict[str, float]:
    """The target of each period as the attainment has it, and the same from the rows behind it and of its members."""
    found = {}
    with open_reader(Workspace(workspace).snapshots.current(), Scope(LAPTOP)) as read:
        for name in periods:
            period = parse_period(name)
            asked = {"periods": [cut_of(period, date(2025, 12, 31))]}
            amount = read("target_attainment", {**asked, "dimension": None})["denominator"].iloc[0]
            rows = read("rows_target_attainment", asked)
            assert rows["contribution_denominator"].sum() == amount
            coverage = read("pipeline_coverage", {**asked, "dimension": None})["denominator"].iloc[0]
            assert coverage == amount - (100 if "Q1" in name or name in ("2025", "2025-03") else 0)
            (member,) = targets_of_members(read("targets", asked), period)
            assert member.amount == amount
            found[name] = float(amount)
    return found


def test_a_typed_quarter_takes_the_place_of_its_three_months_and_of_no_more(by_month):
    """It used to be left out of the year, which was still added up from the twelve imported months."""
    set_targets(by_month, [company(360, "2025-Q1")], [])
    assert targets_that_count(by_month, "2025", "2025-Q1", "2025-Q2", "2025-03") == {
        "2025": 1260, "2025-Q1": 360, "2025-Q2": 300, "2025-03": 100,
    }  # fmt: skip
    with open_reader(Workspace(by_month).snapshots.current(), Scope(LAPTOP)) as read:
        quarter = parse_period("2025-Q1")
        (found,) = disagreements(read("targets", {"periods": [cut_of(quarter, date(2025, 12, 31))]}), quarter)
        assert (found.level, found.amount, found.below, found.total) == ("company", 360, "months", 300)
        year = parse_period("2025")
        (found,) = disagreements(read("targets", {"periods": [cut_of(year, date(2025, 12, 31))]}), year)
        assert (found.amount, found.below, found.total) == (1260, "months", 1200)
    set_targets(by_month, [], [company(0, "2025-Q1").key])


def test_a_typed_month_counts_in_its_quarter_and_year_unless_these_are_typed_too(by_month):
    set_targets(by_month, [company(150, "2025-02")], [])
    assert targets_that_count(by_month, "2025", "2025-Q1", "2025-Q2") == {
        "2025": 1250, "2025-Q1": 350, "2025-Q2": 300,
    }  # fmt: skip
    set_targets(by_month, [company(360, "2025-Q1"), company(2000, "2025")], [])
    assert targets_that_count(by_month, "2025", "2025-Q1", "2025-Q2") == {
        "2025": 2000, "2025-Q1": 360, "2025-Q2": 300,
    }  # fmt: skip
    set_targets(by_month, [], [company(0, period).key for period in ("2025-02", "2025-Q1", "2025")])
    assert targets_that_count(by_month, "2025") == {"2025": 1200}
