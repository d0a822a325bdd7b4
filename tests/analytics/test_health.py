"""What the data-health page says of files whose gaps are known."""

from datetime import date

import pytest

from analytics.health import Freshness, Severity, freshness_of, health
from analytics.needs import NEEDS, fed_by
from analytics.registry import KPIS, kpi_by_id
from data.importing import run_import
from data.query import open_reader
from data.reading.answers import Answers
from data.workspace import Source, Workspace
from domain.scope import LAPTOP, Scope

DEALS = "deal_id,customer_name,owner_email,stage,amount,currency,close_date\n"
CUSTOMERS = "customer_id,customer_name,segment,region\nK1,Acme,Large,North\nK2,Beta,,North\n"
SURVEYS = "response_id,customer_name,score,responded_at\n"


def stands(tmp_path, files, today=date(2025, 9, 1)):
    """The health of a workspace with these files: (name, kind, text)."""
    workspace = tmp_path / "workspace"
    sources, answers = [], {}
    for name, kind, text in files:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        sources.append(Source(name, path))
        answers[name] = Answers(entity=kind)
    assert run_import(workspace, sources, answers, confirm=True).snapshot
    snapshot = Workspace(workspace).snapshots.current()
    as_of = date.fromisoformat(snapshot.info["last_on"])
    with open_reader(snapshot, Scope(LAPTOP)) as read:
        return health(read, as_of, today, snapshot.info["revenue_basis"])


def deals(*rows):
    return DEALS + "".join(f"D{n},{name},lan@example.vn,Won,10,USD,{day}\n" for n, (name, day) in enumerate(rows))


def test_won_deals_without_a_customer_touch_every_figure_about_customers(tmp_path):
    found = stands(tmp_path, [("deals.csv", "deals", deals(("Acme", "2025-08-29"), ("", "2025-08-29")))])
    (problem,) = [each for each in found.problems if "name no customer" in str(each.message)]
    assert str(problem.message) == "1 of 2 won deals name no customer."
    assert problem.severity is Severity.ACT
    assert "returning_customers" in problem.kpis
    assert "revenue" not in problem.kpis
    (column,) = [each for each in found.columns if (each.need.entity, each.need.column) == ("deals", "customer")]
    assert (column.n, column.n_blank, column.share) == (2, 1, 0.5)


def test_a_name_that_no_list_has_is_counted_with_its_records(tmp_path):
    files = [
        ("customers.csv", "customers", CUSTOMERS),
        ("deals.csv", "deals", deals(*[("Gamma", "2025-08-29")] * 3, ("acme", "2025-08-29"))),
    ]
    found = stands(tmp_path, files)
    named = found.unlisted[found.unlisted["kind"] == "customer"]
    assert named[["name", "n"]].values.tolist() == [["Gamma", 3]]
    assert "1 customers that 3 records name are not in the customers' file." in [
        str(each.message) for each in found.problems
    ]


def test_an_old_source_says_how_far_behind_it_is_and_which_figures_stop(tmp_path):
    surveys = SURVEYS + "R1,Acme,9,2025-03-04 08:30:00\n"
    found = stands(tmp_path, [("deals.csv", "deals", deals(("Acme", "2025-08-29"))), ("nps.csv", "surveys", surveys)])
    (source,) = [each for each in found.sources if each.entity == "surveys"]
    assert (source.last_on, source.days_behind, source.freshness) == (date(2025, 3, 4), 178, Freshness.OLD)
    (problem,) = [each for each in found.problems if each.entity == "surveys" and "last day" in str(each.message)]
    assert (problem.severity, problem.kpis) == (Severity.ACT, ("nps",))
    assert found.absent == ("customers", "managers", "tickets", "targets")


def test_held_back_rows_are_counted_by_reason(tmp_path):
    bad = "".join(f"E{n},Acme,lan@example.vn,Won,10,USD,2025-02-31\n" for n in range(2))
    found = stands(tmp_path, [("deals.csv", "deals", deals(("Acme", "2025-08-29"), ("Beta", "2025-08-29")) + bad)])
    assert found.held[["entity", "n"]].values.tolist() == [["deals", 2]]
    assert any(str(each.message).startswith("2 of 4 rows are held back") for each in found.problems)


def test_only_figures_that_have_data_are_named(tmp_path):
    customers = "customer_id,customer_name,segment\nK1,Acme,Large\nK2,Beta,\n"
    tickets = "ticket_id,customer_name,created_at,status\nT1,Acme,2025-08-29 08:00:00,open\n"
    files = [("customers.csv", "customers", customers), ("deals.csv", "deals", deals(("Acme", "2025-08-29")))]
    named = {kpi for problem in stands(tmp_path, files).problems for kpi in problem.kpis}
    assert {"revenue", "win_rate", "returning_customers"} <= named
    assert not {"nps", "target_attainment", "response_sla", "response_time_mean"} & named  # no survey, target or ticket
    (tmp_path / "more").mkdir()
    more = stands(tmp_path / "more", [*files, ("tickets.csv", "tickets", tickets)])
    segment = next(each for each in more.columns if each.need.column == "segment")
    assert "revenue" in segment.kpis
    assert "response_time_mean" not in segment.kpis  # no ticket says when it was answered


def test_the_gap_that_keeps_a_figure_empty_names_it(tmp_path):
    files = [("deals.csv", "deals", deals(("", "2025-08-29"), ("", "2025-08-28")))]
    (problem,) = [each for each in stands(tmp_path, files).problems if "name no customer" in str(each.message)]
    assert "returning_customers" in problem.kpis


def test_when_all_data_is_old_that_is_said(tmp_path):
    files = [("deals.csv", "deals", deals(("Acme", "2025-08-29")))]
    assert not any("newest day" in str(each.message) for each in stands(tmp_path, files).problems)
    (tmp_path / "later").mkdir()
    later = stands(tmp_path / "later", files, date(2026, 8, 29))
    assert any("365 days ago" in str(each.message) for each in later.problems)


@pytest.mark.parametrize(
    ("kind", "days", "verdict"),
    [
        ("deals", 7, "fresh"),
        ("deals", 8, "ageing"),
        ("deals", 31, "ageing"),
        ("deals", 32, "old"),
        ("surveys", 31, "fresh"),
        ("surveys", 101, "old"),
        ("targets", 1, "old"),
        ("customers", None, "undated"),
    ],
)
def test_freshness_is_a_matter_of_days_behind(kind, days, verdict):
    assert freshness_of(kind, days) == verdict


def test_every_need_names_kpis_that_exist_and_every_kpi_needs_something():
    touched = {kpi for need in NEEDS for kpi in need.touched("deal")}
    assert all(kpi_by_id(kpi) for kpi in touched)
    assert {kpi.id for kpi in KPIS} <= touched
    assert "nps" in fed_by("surveys", "invoice")
    assert "revenue" not in fed_by("deals", "invoice")
