"""The page of one customer: known, unknown, nearly empty, and names that try to break it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date, datetime

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from charts.timeline import Sign, Span
from i18n.translate import set_language
from tests.data.stores import stored
from tests.ui.test_pages import HOSTILE, ROOT
from ui.customer import matching
from ui.customer_story import latest_rows
from ui.text import unescaped

LONG = "Công ty Cổ phần Thương mại Dịch vụ Kỹ thuật và Xuất nhập khẩu Hoàng Long Đắk Lắk"
EMOJI = "Trà sữa 🧋 Đà Lạt 🏔️"
NOT_FOUND = "There is no customer “{given}” among those you may see."
ROWS = {
    "manager": [
        {"manager_id": "M1", "manager_name": "Lan", "team": "Bắc"},
        {"manager_id": "M2", "manager_name": "Minh"},
    ],
    "customer": [
        {"customer_id": "K1", "customer_name": LONG, "manager_id": "M1", "segment": "SME"},
        {"customer_id": "K2", "customer_name": EMOJI, "manager_id": "M1", "segment": "SME"},
        {"customer_id": "K3", "customer_name": HOSTILE, "manager_id": "M2", "segment": "SME"},
    ],
    "invoice_line": [
        *[{"invoice_id": f"H{month}", "line_no_given": 1, "customer_id": "K1", "amount": 1_000_000 * month,
           "product": "Cloud", "invoiced_on": date(2025, month, 10), "status": "valid"} for month in range(1, 10)],
        {"invoice_id": "X", "line_no_given": 1, "customer_name": "Một Lần", "amount": 5,
         "invoiced_on": date(2025, 8, 1)},
    ],
    "survey_response": [
        {"response_id": f"S{n}", "customer_id": key, "respondent_key": f"r{n}", "score": n,
         "comment": f"{key} {HOSTILE}", "responded_at": datetime(2025, 8, 1 + n, 9), "responded_at_has_time": True}
        for n, key in enumerate(("K1", "K1", "K3"))
    ],
    "ticket": [
        {"ticket_id": "T1", "customer_id": "K1", "created_at": datetime(2025, 8, 4, 2), "created_at_has_time": True},
    ],
    "deal": [
        {"deal_id": "D1", "customer_id": "K1", "stage": "Open", "amount": 7, "product": "Care",
         "created_on": date(2025, 8, 1), "close_on": date(2025, 12, 1)},
    ],
    "contract": [
        {"contract_id": "C1", "customer_id": "K1", "product": "Cloud", "start_on": date(2025, 1, 1),
         "end_on": date(2025, 12, 31), "annual_amount": 12_000_000},
    ],
    "activity": [
        {"activity_id": "A1", "customer_id": "K3", "kind": "Call", "subject": "Only K3", "done_on": date(2025, 8, 2)},
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("customers")
    stored(folder, ROWS)
    before = os.environ.get("QUARTERDECK_WORKSPACE")
    os.environ["QUARTERDECK_WORKSPACE"] = str(folder)
    yield
    if before is None:
        del os.environ["QUARTERDECK_WORKSPACE"]
    else:
        os.environ["QUARTERDECK_WORKSPACE"] = before


def opened(customer: str | None = None, **parameters: str) -> AppTest:
    given = {"lang": "en", **parameters}
    set_language(given["lang"])  # the test's own thread words the options of widgets too
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for name, value in given.items():
        app.query_params[name] = value
    app.run()
    app.switch_page("pages/customer.py")
    if customer is not None:
        app.query_params["customer"] = customer
    app.run()
    assert not app.exception
    assert [error.value for error in app.error] == []
    return app


def words(app: AppTest) -> str:
    return unescaped("\n".join(element.value for element in app.markdown)).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.usefixtures("workspace")
class TestPage:
    def test_without_a_customer_it_offers_all_of_them(self) -> None:
        app = opened()
        assert "Which customer?" in words(app)
        assert len(app.get("page_link")) == 4

    @pytest.mark.parametrize("given", ["no such", "' or '1'='1", "<img src=x>"])
    def test_an_unknown_customer_is_said_and_the_choice_offered(self, given: str) -> None:
        app = opened(given)
        assert NOT_FOUND.format(given=given) in words(app)
        assert len(app.get("page_link")) == 4

    def test_an_endless_id_is_cut(self) -> None:
        assert "x" * 90 not in words(opened("x" * 5000))

    def test_a_search_ignores_accents(self) -> None:
        app = opened()
        app.text_input(key="customer-search").set_value("da lat").run()
        assert len(app.get("page_link")) == 1

    def test_a_known_customer_has_its_whole_story(self) -> None:
        text = words(opened("K1", period="2025-Q3"))
        assert f"# {LONG}" in text
        for said in ("31 Dec 2025", "Health", "Against SME, Q3 2025", "Lan", "Owns 1 of 2 products (50%); 1 offered",
                     "1 ticket waits", "latest score 1", "₫24 M", "15 events, newest first"):  # fmt: skip
            assert said in text, said

    def test_nothing_of_another_customer_is_on_the_page(self) -> None:
        app = opened("K1", period="2025-Q3")
        shown = words(app) + "".join(frame.value.to_csv() for frame in app.dataframe)
        for foreign in ("K3", "Only K3", EMOJI, "Minh", "Một Lần"):
            assert foreign not in shown, foreign

    def test_a_customer_with_one_invoice_and_nothing_else(self) -> None:
        text = words(opened("Một Lần", period="2025-Q3"))
        for said in ("# Một Lần", "nobody is named", "none known: no contract in the data", "Against whole company",
                     "Health: not enough is known", "1 event, newest first"):  # fmt: skip
            assert said in text, said

    def test_a_customer_without_any_event_says_so(self) -> None:
        text = words(opened("K2", period="2025-Q3"))
        assert f"# {EMOJI}" in text
        assert "one time line" in text or "event" in text

    def test_a_hostile_name_stays_a_name(self) -> None:
        app = opened("K3")
        assert HOSTILE in words(app)
        assert "<img" not in "".join(element.value for element in app.markdown)

    @pytest.mark.parametrize("key", ["K1", "K2", "K3", "Một Lần"])
    def test_it_reads_in_vietnamese_too(self, key: str) -> None:
        for period in ("2025", "2025-07"):
            assert opened(key, lang="vi", period=period).title is not None

    def test_filters_do_not_narrow_the_story_and_that_is_said(self) -> None:
        text = words(opened("K3", team="Bắc", period="2025-Q3"))
        assert HOSTILE in text
        assert "Filters do not narrow this page" in text

    def test_one_kind_of_event_can_be_looked_at(self) -> None:
        assert "9 events, newest first" in words(opened("K1", show="invoice"))


def test_who_begins_with_the_words_comes_first() -> None:
    names = pd.DataFrame({"customer": ["Big Đại", "Đại Phát", "Zed"], "customer_id": ["1", "2", "DAI-3"]})
    assert list(matching(names, "dai")["customer"]) == ["Đại Phát", "Zed", "Big Đại"]
    assert matching(names, "nobody").empty
    assert len(matching(names, "  ")) == 3


def test_only_the_rows_that_ended_last_fit_on_paper() -> None:
    spans = [Span(date(2020, 1, 1), date(2020 + n, 1, 1), Sign.PAST, "", f"P{n}") for n in range(9)]
    assert [span.row for span in latest_rows(spans)] == ["P3", "P4", "P5", "P6", "P7", "P8"]
