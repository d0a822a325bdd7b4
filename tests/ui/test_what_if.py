"""The what-if page: without levers it is the forecast; levers, events and saved scenarios as a person uses them."""

from __future__ import annotations

import html
import os
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.scenarios import Scenarios
from domain.period import add_months
from domain.scope import LAPTOP
from i18n.translate import set_language
from tests.data.stores import stored

ROOT = Path(__file__).parents[2]
TARGETS = [{"period": "2025", "dimension": "company", "measure": "revenue", "amount": 20_000_000_000}]
NAMES = tuple(f"K{number}" for number in range(1, 9))


def invoices(months: int) -> list[dict[str, object]]:
    """About a billion a month to the end of September 2025, from eight customers; one left and one is new."""
    rows: list[dict[str, object]] = []
    for step in range(months):
        day = add_months(date(2025, 9, 1), step + 1 - months).replace(day=30 if step == months - 1 else 12)
        for place, customer in enumerate(NAMES):
            if (customer == "K1" and step > months - 8) or (customer == "K2" and step < months - 6):
                continue
            rows.append(
                {"invoice_id": f"H{len(rows)}", "line_no_given": 1, "customer_id": customer, "invoiced_on": day,
                 "amount": 130_000_000 + 1_000_000 * step + 9_000_000 * (day.month % 3) + place, "status": "valid"}
            )  # fmt: skip
    return rows


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    folder = tmp_path_factory.mktemp("what-if")
    before = os.environ.get("QUARTERDECK_WORKSPACE")
    os.environ["QUARTERDECK_WORKSPACE"] = str(folder)
    stored(folder, {"invoice_line": invoices(33), "target": TARGETS})
    yield folder
    if before is None:
        del os.environ["QUARTERDECK_WORKSPACE"]
    else:
        os.environ["QUARTERDECK_WORKSPACE"] = before


def opened(**parameters: str) -> AppTest:
    given = {"lang": "en", **parameters}
    set_language(given["lang"])
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for name, value in given.items():
        app.query_params[name] = value
    app.run()
    app.switch_page("pages/what_if.py").run()
    return calm(app)


def calm(app: AppTest) -> AppTest:
    assert not app.exception
    assert [error.value for error in app.error] == []
    return app


def words(app: AppTest) -> str:
    return html.unescape("\n".join(element.value for element in app.markdown)).replace("\N{NO-BREAK SPACE}", " ")


def headline(app: AppTest) -> str:
    return next(line[2:] for line in words(app).splitlines() if line.startswith("# "))


def slider(app: AppTest, name: str):
    return next(one for one in app.select_slider if one.key.startswith(f"what-if-{name}-"))


def test_without_levers_it_is_the_forecast(workspace):
    app = opened()
    said = headline(app)
    assert said.startswith("No lever moved: ₫")
    total = said.removeprefix("No lever moved: ").split(",")[0]
    app.switch_page("pages/forecast.py").run()
    assert headline(calm(app)).startswith(f"2025: {total} expected")


def test_a_lever_moves_the_year_and_stands_in_the_address(workspace):
    app = opened()
    slider(app, "retention").set_value(-0.02)
    calm(app.run())
    assert headline(app).startswith("Retention −2 pp: ₫")
    assert app.query_params["retention"] in ("-0.02", ["-0.02"])
    (button,) = (one for one in app.button if one.key == "levers-reset")
    button.click()
    calm(app.run())
    assert headline(app).startswith("No lever moved")
    assert "retention" not in app.query_params


def test_the_month_of_new_prices_waits_for_new_prices(workspace):
    app = opened()
    (month,) = (one for one in app.selectbox if one.key.startswith("what-if-price_from-"))
    assert month.disabled
    slider(app, "price_change").set_value(0.05)
    calm(app.run())
    (month,) = (one for one in app.selectbox if one.key.startswith("what-if-price_from-"))
    assert not month.disabled
    month.set_value(date(2025, 11, 1))
    calm(app.run())
    assert headline(app).startswith("Price change +5% from November 2025: ₫")


def test_back_to_zero_takes_back_what_may_happen(workspace):
    app = opened()
    (lose,) = (one for one in app.multiselect if one.key.startswith("what-if-lose-"))
    lose.set_value(["K5"])
    calm(app.run())
    app.button(key="levers-reset").click()
    calm(app.run())
    assert headline(app).startswith("No lever moved")
    (lose,) = (one for one in app.multiselect if one.key.startswith("what-if-lose-"))
    assert lose.value == []


def test_what_cannot_be_moved_is_grey_with_its_reason(workspace):
    said = words(opened())
    assert "No ticket was answered in the last twelve months." in said
    assert "Nobody answered a survey in the last twelve months." in said
    assert "No open deal with an amount is due before the year ends." in said
    assert not any(one.key.startswith("what-if-nps-") for one in opened().select_slider)


def test_a_link_opens_and_says_what_it_left_out(workspace):
    app = opened(retention="-0.02", colour="7", price_change="+9", nps="+3")
    said = words(app)
    assert headline(app).startswith("Retention −2 pp")
    for key in ("colour=7", "price_change=+9", "nps=+3"):
        assert f"Left out: {key}" in said
    assert app.query_params.get("colour") is None


def test_a_customer_is_lost_and_the_bridge_adds_up(workspace):
    app = opened(view="bridge", price_change="+0.05")
    (lose,) = (one for one in app.multiselect if one.key.startswith("what-if-lose-"))
    lose.set_value(["K5"])
    calm(app.run())
    assert "one lost customer" in headline(app).lower()
    (shares,) = (one.value for one in app.dataframe if "share_amount" in one.value)
    amounts = shares["share_amount"].tolist()
    assert len(amounts) == 4
    assert sum(amounts[:-1]) == amounts[-1]


@pytest.mark.parametrize("view", ["table", "goal", "mix", "tornado", "map"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_view_is_calm(workspace, view, language):
    assert headline(opened(view=view, lang=language, retention="-0.02"))


def test_what_a_goal_needs_can_be_set(workspace):
    app = opened(view="goal")
    assert "is reached with" in words(app) or "is not reachable with" in words(app)
    (button,) = (one for one in app.button if one.key == "tool-apply")
    button.click()
    calm(app.run())
    assert not headline(app).startswith("No lever moved")


def test_a_scenario_is_saved_opened_copied_compared_and_deleted(workspace):
    app = opened(retention="-0.02")
    for key, text in (("scenario-name", "Careful"), ("scenario-author", "Lan"), ("scenario-note", "For the board")):
        app.text_input(key=key).set_value(text)
    app.button(key="scenario-save").click()
    calm(app.run())
    (kept,) = Scenarios(workspace, LAPTOP).listed()
    assert (kept.name, kept.author, kept.note, dict(kept.levers)) == (
        "Careful", "Lan", "For the board", {"retention": "-0.02"},
    )  # fmt: skip
    app = opened()
    app.button(key="scenario-copy-0").click()
    calm(app.run())
    assert {one.name for one in Scenarios(workspace, LAPTOP).listed()} == {"Careful", "Careful – copy 1"}
    app.multiselect(key="scenario-compare").set_value(["Careful", "Careful – copy 1"])
    calm(app.run())
    assert any("Careful – copy 1" in one.value for one in app.dataframe)
    app.button(key="scenario-open-0").click()
    calm(app.run())
    assert headline(app).startswith("Retention −2 pp")
    assert "nothing has changed since" in words(app)
    for _turn in range(2):
        app.button(key="scenario-delete-0").click()
        calm(app.run())
    assert Scenarios(workspace, LAPTOP).listed() == []


def test_a_name_that_is_taken_is_refused_with_the_way_out(workspace):
    app = opened(retention="-0.02")
    for _turn in range(2):
        app.text_input(key="scenario-name").set_value("Twice")
        app.button(key="scenario-save").click()
        app.run()
    assert any("already" in error.value for error in app.error)
    Scenarios(workspace, LAPTOP).delete("Twice")


def test_too_little_history_is_said(tmp_path, monkeypatch):
    monkeypatch.setenv("QUARTERDECK_WORKSPACE", str(tmp_path))
    stored(tmp_path, {"invoice_line": invoices(3)})
    assert "There is nothing to play through yet" in words(opened())
