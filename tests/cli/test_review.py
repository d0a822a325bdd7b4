"""``review``: a file for every edition, the same one again once it is finished, and plain words where it cannot be."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli import app
from data.reviews import Reviews
from data.snapshots import Snapshots
from domain.period import parse_period
from domain.scope import LAPTOP, Scope
from report.review import Edition
from report.reviewing import Wish, finish, house_key, make_review
from tests.data.stores import stored
from tests.soundness.test_customer_edition import OWN, tables

MAGIC = {".pptx": b"PK", ".xlsx": b"PK", ".pdf": b"%PDF"}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reviews")
    stored(folder, tables())
    return folder


def run(workspace: Path, *arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["--workspace", str(workspace), "review", *arguments], catch_exceptions=True)
    return result.exit_code, result.output, str(result.exception or "")


@pytest.mark.parametrize("suffix", sorted(MAGIC))
@pytest.mark.parametrize("more", [(), ("--edition", "customer", "--customer", OWN.upper())])
def test_both_editions_are_written(workspace, tmp_path, suffix: str, more: tuple[str, ...]) -> None:
    out = tmp_path / f"review{suffix}"
    code, text, _error = run(workspace, "--quarter", "2025-Q3", "--out", str(out), *more)
    assert (code, text.strip()) == (0, str(out))
    assert out.read_bytes().startswith(MAGIC[suffix])


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--quarter", "2025-Q3", "--edition", "customer", "--out", "a.pdf"), "customer"),
        (("--quarter", "2025-Q3", "--edition", "customer", "--customer", "Hai Am", "--out", "a.pdf"), OWN),
        (("--quarter", "2025", "--out", "a.pdf"), "quarter"),
        (("--quarter", "2025-Q3", "--out", "a.doc"), "format"),
        (("--quarter", "2025-Q3"), "no_out"),
        (("--quarter", "2025-Q3", "--out", "a.pdf", "--template", "own.pptx"), "template"),
        (("--quarter", "2025-Q3", "--out", "a.pptx", "--template", "/no/own.pptx"), "cannot be read"),
        (("--quarter", "2025-Q3", "--out", "/no/such/place/a.pdf"), "out"),
    ],
)
def test_what_cannot_be_made_is_said_in_words(workspace, arguments: tuple[str, ...], code: str) -> None:
    exit_code, _text, error = run(workspace, *arguments)
    assert exit_code != 0
    assert code in error


def test_a_quarter_without_data_is_a_review_that_says_so(workspace, tmp_path) -> None:
    snapshot = Snapshots(workspace).current()
    assert snapshot is not None
    review, _ = make_review(workspace, snapshot, Scope(LAPTOP), Wish(parse_period("2019-Q3"), Edition.INTERNAL, "en"))
    assert [slide.id for slide in review.slides] == ["headline"]
    assert review.left_out[0] == "Everything else is left out: nothing that is loaded happened in Q3 2019."
    assert run(workspace, "--quarter", "2019-Q3", "--out", str(tmp_path / "a.pdf"))[0] == 0


def test_a_finished_review_comes_out_as_it_was(tmp_path) -> None:
    snapshot = stored(tmp_path, tables())
    wish = Wish(parse_period("2025-Q3"), Edition.INTERNAL, "en")
    first, _ = make_review(tmp_path, snapshot, Scope(LAPTOP), wish)
    key = house_key(Scope(LAPTOP), "2025-Q3", is_sample=False)
    finish(Reviews(tmp_path), key, first, date(2025, 10, 3))
    corrected = tables()
    corrected["invoice_line"][0]["amount"] = 999_000
    newer = stored(tmp_path, corrected)
    again, is_finished = make_review(tmp_path, newer, Scope(LAPTOP), wish)
    assert (again, is_finished) == (first, True)
