"""Workspaces filled through the real import, and what must stay true of them."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

from data.importing import loads, run_import
from data.reading.answers import Answers
from data.snapshots import open_cursor
from data.verifying import verify
from data.workspace import Source, Workspace

DEALS = "deal_id,customer_name,owner_email,stage,amount,currency,close_date\n"
ANSWERS = Answers(entity="deals")


def deals(*rows: tuple[str, int]) -> str:
    """A deals file in which each (deal, amount) was won."""
    return DEALS + "".join(f"{deal},Acme,lan@example.vn,Won,{amount},USD,2025-08-15\n" for deal, amount in rows)


def load(workspace: Path, folder: Path, name: str, text: str) -> str | None:
    """Import one file of deals; the new version."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return run_import(workspace, [Source(name, path)], ANSWERS, confirm=True).snapshot


def amounts(workspace: Path) -> dict[str, int]:
    """What is served: each deal's amount."""
    current = Workspace(workspace).snapshots.current()
    if current is None:
        return {}
    with open_cursor(current.path) as cursor:
        return {deal: int(amount) for deal, amount in cursor.execute("select deal_id, amount from deal").fetchall()}


def two_loads(tmp_path: Path) -> Path:
    """A workspace with D1 = 10 and D2 = 20, and then a newer D2 = 25."""
    workspace = tmp_path / "workspace"
    load(workspace, tmp_path, "a.csv", deals(("D1", 10), ("D2", 20)))
    load(workspace, tmp_path, "b.csv", deals(("D2", 25)))
    return workspace


def as_windows_1258(text: str) -> bytes:
    """Vietnamese as Windows writes it: the letter in one byte, the tone mark after it in another."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    shapes = "\u0302\u0306\u031b"
    apart = unicodedata.normalize("NFD", text)
    apart = re.sub(f"([{tones}])([{shapes}])", r"\2\1", apart)
    return re.sub(f".[{shapes}]", lambda found: unicodedata.normalize("NFC", found[0]), apart).encode("cp1258")


def every_row_is_counted(workspace: Path) -> None:
    """Of every load: rows in the file = loaded + held back + left out."""
    assert verify(workspace).is_sound
    for load in loads(workspace):
        skipped = sum(json.loads(load["rows_skipped"]).values())
        assert load["rows_in_file"] == load["rows_loaded"] + load["rows_quarantined"] + skipped
