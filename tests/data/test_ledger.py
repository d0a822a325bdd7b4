from datetime import UTC, datetime

import pytest

from data.ledger import Ledger
from domain.errors import StoreError

MOMENT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def test_what_is_appended_is_read_back_in_order(tmp_path):
    ledger = Ledger(tmp_path)
    ledger.append("loaded", MOMENT, snapshot="000001", before=None)
    ledger.append("undone", MOMENT, snapshot="000001", serves=None)
    assert [entry["event"] for entry in ledger.entries()] == ["loaded", "undone"]
    assert ledger.entries()[0] == {
        "event": "loaded",
        "at": "2026-01-02T03:04:05+00:00",
        "snapshot": "000001",
        "before": None,
    }
    assert ledger.highest_version() == 1


def test_an_empty_workspace_has_an_empty_ledger(tmp_path):
    assert Ledger(tmp_path).entries() == []
    assert Ledger(tmp_path).highest_version() == 0


def test_a_last_line_cut_by_a_crash_is_left_out_and_the_next_one_starts_afresh(tmp_path):
    ledger = Ledger(tmp_path)
    ledger.append("loaded", MOMENT, snapshot="000001")
    whole = ledger.path.read_bytes()
    ledger.path.write_bytes(whole + whole[:20])
    assert len(ledger.entries()) == 1
    ledger.append("loaded", MOMENT, snapshot="000002")
    assert [entry["snapshot"] for entry in ledger.entries()] == ["000001", "000002"]


def test_a_line_that_was_damaged_is_said_aloud(tmp_path):
    ledger = Ledger(tmp_path)
    ledger.append("loaded", MOMENT, snapshot="000001")
    ledger.path.write_bytes(b"garbage\n" + ledger.path.read_bytes())
    with pytest.raises(StoreError, match="Line 1"):
        ledger.entries()
