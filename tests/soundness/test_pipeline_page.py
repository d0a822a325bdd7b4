"""Numbers of the page of open deals that are easily got wrong. Never weaken one of these."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from analytics.asking import cut_of
from analytics.pipeline import chance_of_due, closing, value_answers
from analytics.pipeline_moves import moves
from data.importing import run_import
from data.query import open_reader
from data.reading.answers import Answers
from data.workspace import Source, Workspace
from domain.period import parse_period
from domain.scope import LAPTOP, Scope
from tests.analytics.tables_in_memory import dims, read_from
from tests.soundness.test_pipeline import TODAY, deal

QUARTER = parse_period("2025-Q3")
JULY, AUGUST = date(2025, 7, 1), date(2025, 8, 1)
CUTS = {"periods": [cut_of(QUARTER, TODAY)]}


def version(number: int, loaded_on: date, until: date | None = None, **others: object) -> dict[str, object]:
    """A version of one deal of 100, open and due on 10 September."""
    row = {"deal_id": "D", "version_no": number, "stage": "Open", "close_on": date(2025, 9, 10),
           "amount_reporting": 100, "loaded_on": loaded_on, "last_loaded_on": loaded_on, "replaced_on": until,
           "is_current": until is None}  # fmt: skip
    return dims("A") | row | others


def test_no_deals_are_no_rows_and_no_numbers() -> None:
    read = read_from({})
    assert read("pipeline_open", CUTS).empty
    assert read("pipeline_exports", {}).empty
    assert closing(read, TODAY) is None
    found = moves(read, JULY, AUGUST, QUARTER)
    assert (found.opening, found.closing, len(found.deals)) == (0, 0, 0)
    assert [answer.value for answer in value_answers(read, [QUARTER], TODAY)] == [None]


def test_a_deal_due_today_is_not_stale_and_one_of_yesterday_is() -> None:
    deals = [deal("today", TODAY), deal("yesterday", date(2025, 8, 14)), deal("none", None), deal("won", stage="Won")]
    found = read_from({"deal": deals})("pipeline_open", CUTS).set_index("deal_id")
    assert found["due"].to_dict() == {"today": "in", "yesterday": "past", "none": "none"}
    assert found.loc["yesterday", "days_past"] == 1


def test_only_later_dates_count_as_moved_later() -> None:
    """Later, earlier, later again, and another amount: moved later twice."""
    days = [date(2025, 9, 10), date(2025, 10, 1), date(2025, 9, 20), date(2025, 12, 1), date(2025, 12, 1)]
    told = [version(place + 1, date(2025, 6, 1 + place), close_on=day) for place, day in enumerate(days)]
    read = read_from({"deal": [deal("D", days[-1])], "deal_version": told})
    assert read("pipeline_open", CUTS)["times_moved"].to_list() == [2]


def test_deals_without_the_days_or_closed_before_they_began_say_nothing_of_time() -> None:
    deals = [
        deal("won", date(2025, 7, 11), stage="Won", created_on=JULY),
        deal("no day", date(2025, 7, 11), stage="Won"),
        deal("before", date(2025, 6, 1), stage="Lost", created_on=JULY),
        deal("ahead", date(2025, 12, 1), stage="Won", created_on=JULY),
        deal("open", created_on=JULY),
    ]
    found = closing(read_from({"deal": deals}), TODAY)
    assert found is not None
    assert (found.n_won, found.n_lost, found.n_open) == (1, 0, 1)
    assert found.curve.quantile(0.5) == 10


def test_lost_deals_without_an_amount_do_not_make_every_deal_won() -> None:
    """Some systems write 0 for what is lost: then there is no win rate by value."""
    closed = [deal("won", AUGUST, stage="Won"), deal("lost", AUGUST, 0, stage="Lost"), deal("x", AUGUST, stage="Lost")]
    (found,) = value_answers(read_from({"deal": closed}), [QUARTER], TODAY)
    assert (found.value, found.n, found.excluded) == (0.5, 2, {"no amount": 1})
    (found,) = value_answers(read_from({"deal": closed[:2]}), [QUARTER], TODAY)
    assert found.value is None
    assert "carry no amount" in str(found.note)


def test_no_probability_takes_the_win_rate_or_is_left_out_and_never_a_half() -> None:
    deals = [deal("given"), deal("unknown", probability=None), deal("no amount", amount=None)]
    frame = read_from({"deal": deals})("pipeline_open", CUTS)
    learnt = chance_of_due(200, frame, 0.2)
    assert (learnt.chance.value, learnt.chance.n, learnt.n_learnt) == (pytest.approx(0.1), 2, 1)
    left = chance_of_due(200, frame, None)
    assert (left.chance.value, left.chance.n, left.n_left_out) == (0, 1, 1)


@pytest.mark.parametrize(
    ("after", "kind", "change"),
    [
        ({"stage": "Won"}, "won", -100),
        ({"stage": "Lost"}, "lost", -100),
        ({"close_on": date(2025, 10, 1)}, "slipped", -100),
        ({"close_on": date(2025, 6, 30)}, "pulled_out", -100),
        ({"close_on": None}, "undated", -100),
        ({"amount_reporting": 130}, "revalued_up", 30),
        ({"amount_reporting": None}, "revalued_down", -100),
        ({"manager": "Bình"}, "owner", 0),
    ],
)
def test_each_way_of_moving_has_its_name(after: dict[str, object], kind: str, change: float) -> None:
    told = [version(1, JULY, AUGUST), version(2, AUGUST, **after)]
    found = moves(read_from({"deal_version": told}), JULY, AUGUST, QUARTER)
    assert [(row["move"], row["change"]) for row in found.deals.to_dict("records")] == [(kind, change)]


@pytest.mark.parametrize(
    ("before", "kind"),
    [
        ({"close_on": date(2025, 10, 1)}, "pulled_in"),
        ({"close_on": date(2025, 6, 30)}, "slipped_in"),
        ({"stage": "Lost"}, "reopened"),
    ],
)
def test_each_way_of_coming_in_has_its_name(before: dict[str, object], kind: str) -> None:
    told = [version(1, JULY, AUGUST, **before), version(2, AUGUST)]
    found = moves(read_from({"deal_version": told}), JULY, AUGUST, QUARTER)
    assert [(row["move"], row["change"]) for row in found.deals.to_dict("records")] == [(kind, 100)]


def test_a_deal_that_comes_from_another_manager_is_not_new() -> None:
    """Whoever may see one manager's deals alone sees only that manager's versions."""
    given_away = moves(read_from({"deal_version": [version(1, JULY, AUGUST)]}), JULY, AUGUST, QUARTER)
    taken_over = moves(read_from({"deal_version": [version(2, AUGUST)]}), JULY, AUGUST, QUARTER)
    assert list(given_away.deals["move"]) == list(taken_over.deals["move"]) == ["reassigned"]


@pytest.fixture(scope="module")
def maven(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("maven")
    path = shared / "datasets" / "maven_crm" / "sales_pipeline.csv"
    assert run_import(folder, [Source(path.name, path)], Answers(currency="USD"), confirm=True).snapshot
    return Workspace(folder)


def test_a_real_export_gives_its_published_facts(maven: Workspace) -> None:
    """Of 8,800 deals 4,238 were won and 2,473 lost, in 2016 and 2017; the file gives lost deals no value."""
    snapshot = maven.snapshots.current()
    assert snapshot is not None
    year, last = parse_period("2017"), date(2017, 12, 31)
    with open_reader(snapshot, Scope(LAPTOP)) as read:
        found = closing(read, last)
        (rate,) = value_answers(read, [year], last)
        frame = read("pipeline_open", {"periods": [cut_of(year, last)]})
    assert found is not None
    assert (found.n_won, found.n_lost) == (4238, 2473)
    assert rate.value is None
    assert (rate.n, rate.numerator) == (4238, 10_005_534)
    assert len(frame) == 8800 - 4238 - 2473
    assert set(frame["due"]) == {"none"}
    assert frame["probability"].isna().all()
