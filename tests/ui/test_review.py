"""The review page: findings, people's words, finishing and what changed since; due actions on the overview."""

from __future__ import annotations

import html
import io
import os
import zipfile
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.reviews import Reviews
from domain.kept_review import FinishedReview, KeptAction
from domain.scope import LAPTOP, Scope
from i18n.translate import set_language
from report.reviewing import house_key
from tests.data.stores import stored
from tests.soundness.test_customer_edition import OWN, tables

ROOT = Path(__file__).parents[2]
HOUSE = house_key(Scope(LAPTOP), "2025-Q3", is_sample=False)


@pytest.fixture
def workspace(tmp_path):
    before = os.environ.get("QUARTERDECK_WORKSPACE")
    os.environ["QUARTERDECK_WORKSPACE"] = str(tmp_path)
    stored(tmp_path, tables())
    yield tmp_path
    if before is None:
        del os.environ["QUARTERDECK_WORKSPACE"]
    else:
        os.environ["QUARTERDECK_WORKSPACE"] = before


def opened(page: str = "pages/review.py", **parameters: str) -> AppTest:
    """The page alone: the frame starts every run of the tester twice, and the second has forgotten the button."""
    given = {"lang": "en", "period": "2025-Q3", **parameters}
    set_language(given["lang"])
    app = AppTest.from_file(str(ROOT / page), default_timeout=60)
    for name, value in given.items():
        app.query_params[name] = value
    return sound(app.run())


def sound(app: AppTest) -> AppTest:
    assert not app.exception
    assert [error.value for error in app.error] == []
    return app


def text(app: AppTest) -> str:
    return html.unescape("\n".join(element.value for element in app.markdown)).replace("\N{NO-BREAK SPACE}", " ")


def test_the_findings_stand_on_the_page_and_a_persons_words_take_their_place(workspace) -> None:
    app = opened()
    assert "Q3 2025: revenue ₫7.39 M" in text(app)
    title = next(area for area in app.text_area if area.key.startswith("title-") and area.key.endswith("-headline"))
    title.set_value("A quarter of two customers")
    app = sound(app.button(key="keep-headline").click().run())
    assert "# A quarter of two customers" in text(app)
    assert [one.text for one in Reviews(workspace).edits(HOUSE, "en")] == ["A quarter of two customers"]
    assert Reviews(workspace).edits(HOUSE, "vi") == []


def test_a_finished_review_stays_and_the_page_says_what_is_another_today(workspace) -> None:
    app = sound(opened().button(key="review-finish").click().run())
    assert "finished on" in text(app)
    assert [one.language for one in Reviews(workspace).finished(HOUSE)] == ["en", "vi"]
    corrected = tables()
    corrected["invoice_line"][0]["amount"] = 601_000
    stored(workspace, corrected)
    app = opened()
    assert "revenue ₫7.39 M" in text(app)
    assert any("since the review was finished" in one.label for one in app.expander)
    rows = next(frame.value for frame in app.dataframe if "Today" in frame.value)
    changed = rows[rows["Group"] == "whole"].set_index("KPI").loc["Revenue"]
    assert (changed["In the finished review"], changed["Today"]) == ("₫7,392,739", "₫7,992,739")
    app = sound(app.button(key="review-reopen").click().run())
    assert "revenue ₫7.99 M" in text(app)


def test_the_customers_edition_asks_whose_and_shows_nothing_else(workspace) -> None:
    assert "Whose review?" in text(opened(edition="customer"))
    shown = text(opened(edition="customer", customer="K1", lang="vi"))
    assert OWN in shown
    assert "CANARY" not in shown


def test_all_customers_get_an_edition_of_their_own_in_one_archive(workspace) -> None:
    app = sound(opened(edition="customer").button(key="editions-make").click().run())
    _choice, content, _name, failed = app.session_state["editions-made"]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert sorted(archive.namelist()) == ["CANARY-other.pptx", f"{OWN}.pptx"]
    assert failed == {}


def test_presenting_shows_one_finding_and_the_way_to_the_next(workspace) -> None:
    app = opened(slide="2")
    assert "Q3 2025: revenue" in text(app)
    assert "2 / " in text(app)
    assert not app.text_area


def test_other_finished_quarters_are_a_click_away(workspace) -> None:
    earlier = house_key(Scope(LAPTOP), "2025-Q2", is_sample=False)
    Reviews(workspace).finish(FinishedReview(earlier, "en", "000001", date(2025, 6, 30), date(2025, 7, 4), "{}"))
    app = sound(opened("app.py").switch_page("pages/review.py").run())
    assert "Finished reviews of other quarters" in text(app)


def test_due_actions_are_on_the_overview(workspace) -> None:
    reviews = Reviews(workspace)
    late = KeptAction("", "", "Call [Acme](x)", "Lan", date(2025, 10, 1), "open")
    reviews.set_actions(HOUSE, [late, KeptAction("", "", "Far away", "", date(2999, 1, 1), "open")])
    shown = text(opened("app.py"))
    assert "1 action is due" in shown
    assert "Call [Acme](x)" in shown
    assert "Far away" not in shown
