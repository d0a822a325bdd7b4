"""The registry: what its entries promise exists."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.kpi import Kpi
from analytics.registry import EXCLUSIONS, KPIS, PAGES, kpi_by_id
from domain.errors import UsageError

QUERIES = Path(__file__).parents[2] / "data" / "queries"


def test_ids_are_unique() -> None:
    assert len({kpi.id for kpi in KPIS}) == len(KPIS)


@pytest.mark.parametrize("kpi", KPIS, ids=lambda kpi: kpi.id)
def test_an_entry_is_complete(kpi: Kpi) -> None:
    text = (QUERIES / f"{kpi.query}.sql").read_text(encoding="utf-8")
    assert (QUERIES / f"{kpi.rows_query}.sql").is_file()
    assert kpi.page in PAGES
    assert kpi.name
    assert kpi.formula
    assert kpi.definition.endswith(".")
    assert all(f"as {column}" in text or f".{column}" in text for _, column in kpi.columns)
    reasons = {
        word.removeprefix("excluded_").strip(",").replace("_", " ")
        for word in text.split()
        if word.startswith("excluded_")
    }
    assert {reason.strip(",;.") for reason in reasons} <= set(EXCLUSIONS)


def test_an_unknown_id_is_answered_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="response_time_mean") as raised:
        kpi_by_id("response_time_avg")
    assert raised.value.code == "unknown_kpi"
    assert kpi_by_id("nps").id == "nps"
