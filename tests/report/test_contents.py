"""What a review says of a company small enough to check by hand, and of data with holes, odd names and no past."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from data.reviews import Reviews
from data.snapshots import Snapshot
from domain.kept_review import Edit, KeptAction
from domain.period import parse_period
from domain.scope import LAPTOP, Scope
from report.contents.editing import with_words
from report.contents.pipeline import between
from report.contents.words import without_contacts
from report.document import document_bytes
from report.review import Edition, Review
from report.reviewing import Wish, house_key, make_review
from report.workbook import workbook_bytes
from tests.data.stores import stored, ticket, utc

LONG = "Công ty Cổ phần Thương mại Dịch vụ Xuất nhập khẩu Tổng hợp Hòa Bình Miền Trung 80"
NAMES = {"K1": LONG, "K2": "شركة النور للتجارة", "K3": "Shop 🎉 <b>Huế</b>"}
REGIONS = {"K1": "North", "K2": "North", "K3": "South"}


def invoice(customer: str, day: date, amount: int) -> dict[str, Any]:
    return {"customer_id": customer, "invoice_id": f"{customer}-{day}", "line_no_given": 1, "invoiced_on": day,
            "amount": amount, "product": "CRM"}  # fmt: skip


def company() -> dict[str, list[dict[str, Any]]]:
    """Two quarters: all three buy for 100 in the second, the North loses its second customer in the third."""
    rows = [invoice(customer, date(2025, month, 10), 100) for customer in NAMES for month in (1, 5)]
    rows += [invoice("K1", date(2025, 8, 10), 150), invoice("K3", date(2025, 8, 10), 100)]
    return {
        "customer": [{"customer_id": one, "customer_name": name, "region": REGIONS[one]}
                     for one, name in NAMES.items()],
        "invoice_line": rows,
        "target": [{"period": "2025-Q3", "dimension": "company", "measure": "revenue", "amount": 200}],
        "ticket": [{**ticket(ticket_id="T9", created_at=utc("2025-10-06T02:00:00")), "customer_id": "K3"}],
    }  # fmt: skip


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Snapshot]:
    folder = tmp_path_factory.mktemp("contents")
    return folder, stored(folder, company())


def made(kept: tuple[Path, Snapshot], quarter: str = "2025-Q3", scope: Scope | None = None, **wishes: Any) -> Review:
    wish = Wish(parse_period(quarter), wishes.pop("edition", Edition.INTERNAL), wishes.pop("language", "en"), **wishes)
    return make_review(kept[0], kept[1], scope or Scope(LAPTOP), wish)[0]


def slide(review: Review, name: str) -> Any:
    return next(one for one in review.slides if one.id == name)


def test_the_titles_state_the_findings_with_their_numbers(kept) -> None:
    """250 of a target of 200; 2 of 3 came back, the North lost one; 300 − 100 lost + 50 more = 250."""
    review = made(kept)
    assert slide(review, "results").title == "125% of the target reached, ₫50 above it"
    assert slide(review, "retention").title == "Retention held at 67%; North lost 1"
    assert slide(review, "bridge").title == "Revenue fell by ₫50 from Q2 2025; lost customers took ₫100"
    steps = slide(review, "bridge").chart.series[0].values
    assert steps == (300, 0, 0, 50, 0, -100, 250)
    assert steps[0] + sum(steps[1:-1]) == steps[-1]


def test_a_change_that_chance_explains_is_never_told_as_one(kept) -> None:
    """From 3 of 3 to 2 of 3 is no real change: three customers cannot tell."""
    figure = next(one for one in slide(made(kept), "numbers").figures if one.kpi == "returning_rate")
    assert (figure.verdict, figure.sign) == ("same", "▼")
    assert figure.comment.startswith("Chance may explain the change.")


def test_what_is_missing_is_left_out_by_a_rule_that_is_printed(kept) -> None:
    review = made(kept)
    ids = [one.id for one in review.slides]
    assert "nps" not in ids
    assert [one for one in review.left_out if one.startswith("NPS is left out")]
    assert "The pipeline is left out: no open deal is loaded." in review.left_out
    assert [one for one in review.left_out if one.startswith("The forecast is left out")]
    assert "Actions are left out: none has been agreed yet." in review.left_out


@pytest.mark.parametrize("language", ["vi", "en"])
def test_long_foreign_and_hostile_names_and_a_scope_of_one_customer_make_files(kept, language: str) -> None:
    for scope in (Scope(LAPTOP), Scope(LAPTOP, regions=("South",))):
        review = made(kept, scope=scope, language=language)
        assert document_bytes(review).startswith(b"%PDF")
        assert workbook_bytes(review).startswith(b"PK")
    assert slide(made(kept, scope=Scope(LAPTOP, regions=("South",))), "numbers").subtitle.endswith("South")


@pytest.mark.parametrize(("customer", "name"), [("K1", LONG), ("K2", NAMES["K2"]), ("K3", NAMES["K3"])])
def test_a_customer_without_tickets_or_answers_has_a_review_that_says_so(kept, customer: str, name: str) -> None:
    review = made(kept, edition=Edition.CUSTOMER, customer=customer)
    assert review.customer == name
    assert [one for one in review.left_out if one.startswith("NPS is left out")]
    assert [one for one in review.left_out if one.startswith("Requests are left out")]
    assert ("delivered" in [one.id for one in review.slides]) is (customer != "K2")
    assert document_bytes(review).startswith(b"%PDF")


def test_where_no_tickets_are_loaded_requests_are_not_known_rather_than_none(tmp_path) -> None:
    rows = {name: one for name, one in company().items() if name != "ticket"}
    review = made((tmp_path, stored(tmp_path, rows)), edition=Edition.CUSTOMER, customer="K1")
    requests = slide(review, "numbers").figures[0]
    assert (requests.value, requests.raw, requests.comment) == ("—", None, "No tickets are loaded.")
    assert slide(review, "numbers").title == "The quarter in numbers"
    assert "waiting" not in [one.id for one in review.slides]
    assert "Requests, response times and who waits are left out: no tickets are loaded." in review.left_out


def test_an_old_quarter_tells_nothing_of_what_is_open_now(kept) -> None:
    review = made(kept, "2025-Q1")
    assert {"pipeline", "forecast"} & {one.id for one in review.slides} == set()
    assert "What is open" not in " ".join(one.title for one in review.slides)
    assert [one for one in review.left_out if "is long over" in one]


def test_a_persons_words_replace_the_rules_on_the_slide_and_in_the_headline(kept) -> None:
    review = made(kept)
    mine = with_words(review, {("retention", "title"): "We lost one of three", ("retention", "comment"): "Moved away."})
    assert (slide(mine, "retention").title, slide(mine, "retention").comment) == ("We lost one of three", "Moved away.")
    assert "We lost one of three" in mine.slides[0].bullets
    assert slide(mine, "results") == slide(review, "results")


def test_words_and_actions_of_the_book_come_into_the_review_and_go_on_into_the_next(tmp_path) -> None:
    snapshot = stored(tmp_path, company())
    key = house_key(Scope(LAPTOP), "2025-Q2", is_sample=False)
    reviews = Reviews(tmp_path)
    reviews.set_edit(key, "en", Edit("results", "title", "A good spring"))
    done = KeptAction("", "", "Call K2", "Lan", None, "done")
    reviews.set_actions(key, [done, KeptAction("", "", "Visit K3", "An", date(2025, 8, 1), "open")])
    second, third = (make_review(tmp_path, snapshot, Scope(LAPTOP), Wish(parse_period(name), Edition.INTERNAL, "en"))[0]
                     for name in ("2025-Q2", "2025-Q3"))  # fmt: skip
    assert slide(second, "results").title == "A good spring"
    assert slide(second, "actions").title == "1 action is open"
    assert slide(third, "actions").title == "1 of 2 actions from last time are done; 1 action is open"
    assert [(one.what, one.state, one.from_quarter) for one in third.actions] == [
        ("Visit K3", "open", "2025-Q2"), ("Call K2", "done", "2025-Q2"),
    ]  # fmt: skip


def test_movements_are_told_from_the_export_that_the_last_review_knew() -> None:
    days = [date(2025, 6, 30), date(2025, 7, 20), date(2025, 9, 30), date(2025, 10, 20)]
    assert between(days, None, date(2025, 10, 1)) == (date(2025, 9, 30), date(2025, 10, 20))
    assert between(days, date(2025, 7, 25), date(2025, 10, 1)) == (date(2025, 7, 20), date(2025, 10, 20))
    assert between(days, date(2025, 1, 1), date(2025, 10, 1)) == (date(2025, 6, 30), date(2025, 10, 20))
    assert between(days[:1], None, date(2025, 10, 1)) is None


def deal(name: str, amount: int, close_on: date, stage: str = "Open") -> dict[str, Any]:
    return {"deal_id": name, "deal_name": name, "customer_id": "K1", "stage": stage, "amount": amount,
            "close_on": close_on, "created_on": date(2025, 9, 1), "probability": 0.5}  # fmt: skip


def test_what_moved_among_open_deals_between_two_exports_adds_up(tmp_path) -> None:
    """Due in Q4: 100 + 200 + 50 before; D1 is won, D2 slips, D3 is worth 30 more, D4 of 40 is new: 120 after."""
    first = [deal("D1", 100, date(2025, 11, 1)), deal("D2", 200, date(2025, 11, 2)), deal("D3", 50, date(2025, 12, 1))]
    second = [deal("D1", 100, date(2025, 10, 1), "Won"), deal("D2", 200, date(2026, 2, 2)),
              deal("D3", 80, date(2025, 12, 1)), deal("D4", 40, date(2025, 12, 5))]  # fmt: skip
    snapshot = stored(tmp_path, {**company(), "deal": first}, {"deal": second})
    review = make_review(tmp_path, snapshot, Scope(LAPTOP), Wish(parse_period("2025-Q3"), Edition.INTERNAL, "en"))[0]
    moves = slide(review, "moves")
    assert moves.title == "Since 1 Jan 2026: ₫40 new, ₫100 won, ₫0 lost, ₫200 slipped"
    assert dict(zip(moves.chart.categories, moves.chart.series[0].values, strict=True)) == {
        "Open, 1 Jan 2026": 350, "New deals": 40, "Worth more": 30, "Deals won": -100, "Slipped to later": -200,
        "Open, 2 Jan 2026": 120,
    }  # fmt: skip
    assert 350 + 40 + 30 - 100 - 200 == 120


def test_the_programs_own_words_in_rows_are_in_the_readers_language(tmp_path) -> None:
    rows = [deal("D1", 100, date(2025, 8, 1), "Won"), deal("D2", 100, date(2025, 8, 2), "Lost")]
    snapshot = stored(tmp_path, {**company(), "deal": rows})
    wish = Wish(parse_period("2025-Q3"), Edition.INTERNAL, "vi")
    review = make_review(tmp_path, snapshot, Scope(LAPTOP), wish)[0]
    sheet = next(one for one in review.sheets if one.kpi == "win_rate")
    place = [column.key for column in sheet.rows.columns].index("stage")
    assert {row[place] for row in sheet.rows.rows} == {"thắng", "thua"}


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Gọi 0912 345 678 nhé", "Gọi … nhé"),
        ("+84 912-345-678, lan.nguyen@acme.vn", "…, …"),
        ("10 điểm cho 2025, 3 lần", "10 điểm cho 2025, 3 lần"),
        ("a\n b", "a b"),
    ],
)
def test_comments_are_told_without_addresses_and_telephone_numbers(said: str, told: str) -> None:
    assert without_contacts(said) == told


def test_coverage_needed_is_learnt_from_the_same_quarters_as_on_the_page_of_open_deals(tmp_path) -> None:
    """40 of 60 deals won up to today, October included: 1 / (2/3) = 1.5; without October it would be 3."""
    made_on, july, october = date(2025, 5, 1), date(2025, 7, 15), date(2025, 10, 3)
    closed = [("Won", july)] * 10 + [("Lost", july)] * 20 + [("Won", october)] * 30 + [("Open", date(2025, 11, 20))]
    deals = [
        {"deal_id": f"D{number}", "customer_id": "K1", "stage": stage, "amount": 50, "probability": 0.5,
         "created_on": made_on, "close_on": day}
        for number, (stage, day) in enumerate(closed)
    ]  # fmt: skip
    target = {"period": "2025-Q4", "dimension": "company", "measure": "revenue", "amount": 200}
    rows = company() | {"deal": deals, "target": [target]}
    body = slide(made((tmp_path, stored(tmp_path, rows))), "pipeline").comment
    assert "it would take 1.5 times" in body


def test_nobody_unhappy_is_not_said_where_nobody_was_asked(tmp_path) -> None:
    rows = {"invoice_line": [invoice("K1", date(2025, month, 10), 100) for month in (1, 5, 8, 10)]}
    review = made((tmp_path, stored(tmp_path, rows)))
    told = slide(review, "risks")
    assert told.title == "No customer is known to need attention"
    assert told.bullets == (
        "Who is unhappy is not known: nobody answered a survey.",
        "Who waits too long is not known: no tickets are loaded.",
    )
