"""A customer's own review can't hold anything that is not that customer's: planted words and sums are looked for in
every part of every file, down to the charts' caches, embedded workbooks, notes and properties.
"""

from __future__ import annotations

import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from data.query import open_reader, query_names
from data.snapshots import Snapshot, Snapshots
from domain.errors import QueryError
from domain.period import parse_period
from domain.scope import LAPTOP, Scope
from report.contents.customer import ASKED, own_door
from report.frozen import text_of
from report.review import Edition, Review
from report.reviewing import SUFFIXES, Wish, make_review, write_review
from tests.data.stores import stored, ticket, utc

OWN = "Hải Âm Thực phẩm"
PLANTED = "CANARY"
SUMS = (7391739, 7392739, 7393739, 7394739, 7395739)
"""Of another customer's invoice, the target, an own deal, another's contract, another's deal."""
DAY = date(2025, 8, 14)


def tables() -> dict[str, list[dict[str, object]]]:
    """One customer with everything a review tells of, and around it everything that it may not tell."""
    own, other = {"customer_id": "K1"}, {"customer_id": "K2"}
    moments = {"created_at": utc("2025-08-04T02:00:00"), "first_response_at": utc("2025-08-04T05:00:00")}
    return {
        "customer": [
            {**own, "customer_name": OWN, "manager_name": f"{PLANTED}-manager", "segment": f"{PLANTED}-segment",
             "tax_code": f"{PLANTED}-tax", "phone": f"{PLANTED}-phone", "email": f"{PLANTED}@own.example"},
            {**other, "customer_name": f"{PLANTED}-other", "manager_name": f"{PLANTED}-manager"},
        ],
        "invoice_line": [
            {**own, "invoice_id": "H1", "line_no_given": 1, "invoiced_on": DAY, "amount": 1000, "product": "CRM"},
            {**other, "invoice_id": f"{PLANTED}-invoice", "line_no_given": 1, "invoiced_on": DAY, "amount": SUMS[0],
             "product": f"{PLANTED}-product"},
        ],
        "target": [{"period": "2025-Q3", "dimension": "company", "measure": "revenue", "amount": SUMS[1]}],
        "deal": [
            {**own, "deal_id": f"{PLANTED}-deal", "deal_name": f"{PLANTED}-deal-name", "stage": "Open",
             "amount": SUMS[2], "created_on": DAY, "close_on": date(2025, 11, 5), "probability": 0.4},
            {**own, "deal_id": f"{PLANTED}-lost", "stage": "Lost", "amount": SUMS[2], "close_on": DAY,
             "lost_reason": f"{PLANTED}-reason"},
            {**other, "deal_id": f"{PLANTED}-deal-2", "stage": "Won", "amount": SUMS[4], "close_on": DAY},
        ],
        "contract": [
            {**own, "contract_id": "H-1", "product": "CRM", "start_on": date(2025, 1, 1), "annual_amount": 4000,
             "end_on": date(2025, 12, 31)},
            {**other, "contract_id": f"{PLANTED}-contract", "product": f"{PLANTED}-product",
             "start_on": date(2025, 1, 1), "end_on": date(2025, 12, 1), "annual_amount": SUMS[3]},
        ],
        "ticket": [
            {**ticket(ticket_id="T1", **moments), **own, "team": f"{PLANTED}-team"},
            {**ticket(ticket_id="T2", created_at=utc("2025-09-29T02:00:00")), **own},
            {**ticket(ticket_id=f"{PLANTED}-ticket", **moments), **other, "channel": f"{PLANTED}-channel"},
        ],
        "survey_response": [
            {**own, "response_id": "S1", "respondent": f"{PLANTED}-person", "score": 9,
             "responded_at": utc("2025-08-20"), "comment": f"Rất hài lòng, gọi 0912 345 678, {PLANTED}@own.example"},
            {**other, "response_id": f"{PLANTED}-answer", "score": 2, "responded_at": utc("2025-08-21"),
             "comment": f"{PLANTED}-comment"},
        ],
        "activity": [{**own, "activity_id": f"{PLANTED}-activity", "kind": f"{PLANTED}-kind", "planned_on": DAY,
                      "subject": f"{PLANTED}-subject"}],
    }  # fmt: skip


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("editions")
    stored(folder, tables())
    return folder


def made(workspace: Path, language: str = "vi", edition: Edition = Edition.CUSTOMER) -> Review:
    wish = Wish(parse_period("2025-Q3"), edition, language, OWN, date(2025, 9, 30))
    return make_review(workspace, served(workspace), Scope(LAPTOP), wish)[0]


def served(workspace: Path) -> Snapshot:
    snapshot = Snapshots(workspace).current()
    assert snapshot is not None
    return snapshot


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_file_holds_what_is_not_the_customers(workspace, tmp_path, language: str, suffix: str) -> None:
    path = tmp_path / f"review{suffix}"
    write_review(made(workspace, language), path)
    found = dict(parts(path.name, path.read_bytes()))
    text = unicodedata.normalize("NFC", " ".join(found.values()))
    assert re.sub(r"\s+", " ", OWN) in re.sub(r"\s+", " ", text)
    assert [name for name, part in found.items() if PLANTED.casefold() in squeezed(part)] == []
    assert [name for name, part in found.items() if "0912345678" in squeezed(part)] == []


def test_the_search_finds_what_stands_in_the_house_edition(workspace, tmp_path) -> None:
    path = tmp_path / "review.xlsx"
    write_review(made(workspace, edition=Edition.INTERNAL), path)
    found = [name for name, part in parts(path.name, path.read_bytes()) if PLANTED.casefold() in squeezed(part)]
    assert found


def test_no_number_is_one_of_the_planted_sums(workspace) -> None:
    held = [number for number in numbers(json.loads(text_of(made(workspace)))) if number]
    leading = {f"{abs(number):.6e}"[:8] for number in held}
    assert leading & {f"{amount:.6e}"[:8] for amount in SUMS} == set()
    assert 1000 in held


def test_the_record_is_there(workspace) -> None:
    ids = [slide.id for slide in made(workspace).slides]
    assert ids == ["headline", "numbers", "tickets", "response_time", "waiting", "nps", "delivered", "next"]


def test_nothing_else_can_be_asked(workspace) -> None:
    assert set(query_names()) >= ASKED
    with open_reader(served(workspace), Scope(LAPTOP, customers=("K1",))) as read:
        door = own_door(read)
        for query in set(query_names()) - ASKED:
            with pytest.raises(QueryError):
                door(query, {})


def parts(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    """Every part of a file as text; a part that is itself a file is opened too."""
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for part in archive.namelist():
                yield from parts(f"{name}/{part}", archive.read(part))
    elif content[:4] == b"%PDF":
        document = pypdfium2.PdfDocument(io.BytesIO(content))
        yield f"{name}/text", " ".join(page.get_textpage().get_text_bounded() for page in document)
        yield f"{name}/properties", json.dumps(document.get_metadata_dict())
        yield f"{name}/raw", content.decode("latin-1")
    else:
        yield name, content.decode("utf-8", errors="replace")


def squeezed(text: str) -> str:
    """Without what a line break or a tag may put between letters."""
    return re.sub(r"<[^>]*>|[^0-9a-z]", "", unicodedata.normalize("NFC", text).casefold())


def numbers(value: object) -> Iterator[float]:
    if isinstance(value, dict):
        for one in value.values():
            yield from numbers(one)
    elif isinstance(value, list):
        for one in value:
            yield from numbers(one)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield float(value)
