"""The worked numbers of the Net Promoter Score, from the file to the answer."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from analytics import engine, nps
from analytics.kpi import Answer
from analytics.registry import kpi_by_id
from analytics.statistics import adjusted_net_promoter, z_of_change
from data.importing import run_import
from data.query import open_reader
from data.reading.answers import Answers
from data.snapshots import Snapshots
from data.workspace import Source
from domain.period import parse_period
from domain.scope import LAPTOP, Scope

HEADER = "response_id,customer_name,score,comment,responded_at\n"
BEFORE, NOW = "2025-05-05", "2025-08-05"


def imported(folder: Path, given: dict[str, list[int | None]]) -> Answer:
    """The answer for 2025-Q3 after importing the scores of each day as one file."""
    lines = [
        f"{day}-{i},K{i},{'' if score is None else score},,{day}"
        for day, scores in given.items()
        for i, score in enumerate(scores)
    ]
    path = folder / "answers.csv"
    path.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    run_import(folder / "workspace", [Source(path.name, path)], Answers(entity="surveys"), confirm=True)
    snapshot = Snapshots(folder / "workspace").current()
    assert snapshot is not None
    with open_reader(snapshot, Scope(LAPTOP)) as read:
        (found,) = engine.answers(kpi_by_id("nps"), [parse_period("2025-Q3")], date(2025, 9, 30), read)
    return found


def test_seven_scores_one_of_them_blank(tmp_path: Path) -> None:
    """kpi.md section 2: 1, 8, 8, 10, 5, blank, 9 → NPS 0, n 6."""
    found = imported(tmp_path, {NOW: [1, 8, 8, 10, 5, None, 9]})
    assert (found.value, found.n, found.numerator, found.denominator) == (0, 6, 0, 6)


def test_324_answers_and_a_change_that_chance_does_not_explain(tmp_path: Path) -> None:
    """kpi.md section 2: 162/108/54 → 33.3333, adjusted 33.0275 ± 8.0823.

    Before it 100/100/100: adjusted centre 0, variance 201.5/303, SE 4.6849; z = 33.0275/√(4.1237² + 4.6849²) = 5.29.
    """
    found = imported(tmp_path, {NOW: [9] * 162 + [7] * 108 + [6] * 54, BEFORE: [10] * 100 + [8] * 100 + [0] * 100})
    assert found.value == pytest.approx(33.3333, abs=5e-5)
    assert found.low == pytest.approx(33.0275 - 8.0823, abs=1e-4)
    assert found.high == pytest.approx(33.0275 + 8.0823, abs=1e-4)
    assert (found.previous, found.change) == (0, pytest.approx(33.3333, abs=5e-5))
    assert found.is_change_real is True


@pytest.mark.parametrize(("n_promoters", "z", "is_real"), [(19, 1.951, False), (20, 2.163, True)])
def test_the_verdict_turns_where_z_passes_196(tmp_path: Path, n_promoters: int, z: float, is_real: bool) -> None:
    """10 promoters and 30 passives before, so many promoters among 40 now; kpi.md section 2, "change".

    With the recipe 43 answers each and ¾ detractor on both sides: centres 100·19/43 = 44.186 and 23.256, variances
    .28150 and .21336 → z = .20930/√(.49486/43) = 1.951; with 20 promoters .23256/√(.49703/43) = 2.163.
    """
    now, before = adjusted_net_promoter(n_promoters, 40 - n_promoters, 0), adjusted_net_promoter(10, 30, 0)
    assert now is not None
    assert before is not None
    assert z_of_change(now, before) == pytest.approx(z, abs=5e-4)
    found = imported(tmp_path, {NOW: [9] * n_promoters + [7] * (40 - n_promoters), BEFORE: [9] * 10 + [7] * 30})
    assert found.is_change_real is is_real


def test_five_promoters(tmp_path: Path) -> None:
    """kpi.md section 2: 5/0/0 → NPS 100, interval 17.49 to 100."""
    found = imported(tmp_path, {NOW: [10] * 5})
    assert (found.value, found.n, found.high) == (100, 5, 100)
    assert found.low == pytest.approx(17.49, abs=5e-3)


def test_the_response_rate_from_the_file(tmp_path: Path) -> None:
    """kpi.md section 2: answered / delivered. Four sent, two answered, and none of it moves the score."""
    path = tmp_path / "sent.csv"
    path.write_text(
        "response_id,customer_name,score,responded_at,sent_at\n"
        "1,A,9,2025-08-05,2025-08-01\n2,A,,,2025-08-01\n3,B,,,2025-08-02\n4,B,0,2025-08-06,2025-08-02\n",
        encoding="utf-8",
    )
    run_import(tmp_path / "workspace", [Source(path.name, path)], Answers(entity="surveys"), confirm=True)
    snapshot = Snapshots(tmp_path / "workspace").current()
    assert snapshot is not None
    quarter, as_of = parse_period("2025-Q3"), date(2025, 9, 30)
    with open_reader(snapshot, Scope(LAPTOP)) as read:
        rate = nps.reach(read, quarter, as_of).response_rate
        (score,) = engine.answers(kpi_by_id("nps"), [quarter], as_of, read)
        early = nps.reach(read, quarter, date(2025, 8, 5)).response_rate
    assert (rate.value, rate.numerator, rate.denominator) == (0.5, 2, 4)
    assert (score.value, score.n, score.excluded) == (0, 2, {})
    assert early.numerator == 1, "what is answered later was not known then"
