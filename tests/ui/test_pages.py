from __future__ import annotations

import ast
import os
from datetime import date, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from i18n.translate import set_language
from tests.data.stores import stored
from ui.nav import PAGES

ROOT = Path(__file__).parents[2]
PAGE_FILES = sorted((ROOT / "pages").glob("*.py"))
HOSTILE = "![x](http://evil.example/x.png) <img src=x> :red[a]"
ROWS = {
    "manager": [{"manager_id": "M1", "manager_name": "Nguyễn Văn Đức", "team": "Đội Bắc", "region": "Hà Nội"}],
    "customer": [
        {"customer_id": "K1", "customer_name": HOSTILE, "manager_id": "M1"},
        {"customer_id": "K2", "customer_name": "Đại Phát", "manager_id": "M1"},
    ],
    "invoice_line": [
        {"invoice_id": f"H{month}{key}", "line_no_given": 1, "customer_id": key, "amount": 1_000_000 * month,
         "invoiced_on": date(2025, month, 10), "status": "valid"}
        for month in range(1, 10) for key in ("K1", "K2")
    ],
    "survey_response": [
        {"response_id": f"S{n}", "customer_id": "K1", "respondent_key": f"r{n}", "score": n % 11, "comment": HOSTILE,
         "responded_at": datetime(2025, 8, 1 + n, 9), "responded_at_has_time": True}
        for n in range(20)
    ],
    "ticket": [
        {"ticket_id": f"T{n}", "customer_id": "K1", "manager_id": "M1", "created_at": datetime(2025, 8, 1 + n, 2),
         "created_at_has_time": True, "first_response_at": None if n == 19 else datetime(2025, 8, 1 + n, 4),
         "first_response_at_has_time": True}
        for n in range(20)
    ],
}  # fmt: skip


@pytest.fixture
def workspace(tmp_path):
    before = os.environ.get("QUARTERDECK_WORKSPACE")
    os.environ["QUARTERDECK_WORKSPACE"] = str(tmp_path)
    yield tmp_path
    if before is None:
        del os.environ["QUARTERDECK_WORKSPACE"]
    else:
        os.environ["QUARTERDECK_WORKSPACE"] = before


def run(page: str = "", **parameters: str) -> AppTest:
    given = {"lang": "en", **parameters}
    set_language(given["lang"])  # the test's own thread words the options of widgets too
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for name, value in given.items():
        app.query_params[name] = value
    app.run()
    if page:
        app.switch_page(f"pages/{page}.py").run()
    return app


def shown(app: AppTest) -> str:
    return "\n".join(element.value for element in app.markdown)


@pytest.mark.parametrize("path", PAGE_FILES, ids=lambda path: path.stem)
def test_guard_comes_before_anything_a_page_does(path):
    body = ast.parse(path.read_text(encoding="utf-8")).body
    first = next(node for node in body if not isinstance(node, ast.Import | ast.ImportFrom))
    assert ast.unparse(first) in ("guard()", "viewer = guard()")


@pytest.mark.parametrize("path", PAGE_FILES, ids=lambda path: path.stem)
def test_pages_only_read_ask_and_draw(path):
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 60
    tree = ast.parse(source)
    assert not any(isinstance(node, ast.BinOp) for node in ast.walk(tree))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert not imported & {"pandas", "duckdb", "plotly"}


@pytest.mark.parametrize("page", [page.name for page in PAGES])
def test_an_empty_workspace_says_what_would_be_here(workspace, page):
    app = run("" if page == "overview" else page)
    assert not app.exception
    assert not app.error
    assert shown(app)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("page", [page.name for page in PAGES])
def test_every_page_draws_with_data(workspace, page, language):
    stored(workspace, ROWS)
    app = run("" if page == "overview" else page, lang=language)
    assert not app.exception
    assert [error.value for error in app.error] == []
    assert "evil.example/x.png)" not in shown(app)


def test_an_unknown_value_in_the_link_is_left_out_and_said(workspace):
    stored(workspace, ROWS)
    app = run(team="Đội Tây")
    assert not app.exception
    assert any("Đội Tây" in element.value for element in app.markdown)


def test_a_damaged_workspace_is_a_calm_sentence(workspace):
    (workspace / "CURRENT").write_text("999999", encoding="ascii")
    app = run()
    assert not app.exception
    assert len(app.error) >= 1
    assert str(workspace) not in " ".join(error.value for error in app.error)


def test_a_button_moves_the_period_and_the_address(workspace):
    stored(workspace, ROWS)
    app = run(period="2025-Q3")
    app.button(key="step-back").click().run()
    assert app.query_params["period"] == "2025-Q2"
    assert not app.exception
