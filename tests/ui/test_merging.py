"""The section of the Imports page on which customers are merged and parted."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from data.identity import Merge
from data.query import open_reader
from data.workspace import Workspace
from domain.scope import LAPTOP, Scope
from tests.data.stores import stored
from ui.text import unescaped

HOSTILE = "An Phat <img src=x> :red[a]"
ROWS = {
    "customer": [
        {"customer_id": "K1", "customer_name": "Công ty TNHH An Phát", "tax_code": "0312345678"},
        {"customer_id": "K2", "customer_name": HOSTILE, "tax_code": "0312345678"},
        {"customer_id": "K3", "customer_name": "Công ty TNHH An Phát", "tax_code": "0312345678-001"},
    ],
    "invoice_line": [
        {"invoice_id": key, "customer_id": key, "amount": amount, "invoiced_on": date(2025, 3, 1)}
        for key, amount in (("K1", 100), ("K2", 20), ("K3", 3))
    ],
}


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    monkeypatch.setenv("QUARTERDECK_WORKSPACE", str(tmp_path))
    return tmp_path


def section():
    from domain.scope import LAPTOP
    from i18n.translate import set_language
    from ui import asking, merging

    set_language("en")
    asking.pin_snapshot()
    merging.merging_section(LAPTOP)


def run():
    return AppTest.from_function(section, default_timeout=60).run()


def shown(app):
    return "\n".join(unescaped(element.value) for element in app.markdown)


def customers(folder):
    with open_reader(Workspace(folder).snapshots.current(), Scope(LAPTOP)) as read:
        frame = read("customers_compared", {})
    return frame["customer_id"].tolist()


def button(app, key):
    return next(one for one in app.button if one.key and one.key.startswith(key))


def answer(app, verdict):
    control = next(one for one in app.button_group if one.key.startswith("verdict-"))
    control.set_value(verdict)
    return next(one for one in app.button if one.label in ("Apply", "Áp dụng")).click().run()


def test_a_pair_is_merged_on_the_page_and_taken_back(workspace):
    stored(workspace, ROWS)
    app = run()
    assert "Customers that may be one" in shown(app)
    assert "same tax code 0312345678" in shown(app)
    assert "1 revenue row" in shown(app)
    assert not any("<img" in element.value or ":red[" in element.value for element in app.markdown)
    app = answer(app, "same")
    assert not app.exception
    assert customers(workspace) == ["K1", "K3"]
    assert [merge.customer_id for merge in Workspace(workspace).book.merges()] == ["K2"]
    app = button(app, "unmerge-").click().run()
    assert not app.exception
    assert customers(workspace) == ["K1", "K2", "K3"]


def test_a_pair_said_to_be_two_is_gone_until_it_is_asked_for_again(workspace):
    stored(workspace, ROWS)
    app = answer(run(), "apart")
    assert not app.exception
    assert "same tax code" not in shown(app)
    assert customers(workspace) == ["K1", "K2", "K3"]
    app = button(app, "rejoin-").click().run()
    assert "same tax code" in shown(app)


def test_numbers_from_before_a_merge_say_so_and_are_counted_anew(workspace):
    stored(workspace, ROWS)
    Workspace(workspace).book.remember_pairs([Merge("K2", HOSTILE, "K1", "Công ty TNHH An Phát")], [])
    app = run()
    assert len(app.warning) == 1
    app = button(app, "merge-catch-up").click().run()
    assert customers(workspace) == ["K1", "K3"]
    assert len(app.warning) == 0
