"""Scenarios in the book: kept word for word, listed, copied, deleted, and seen only by those who may."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import date

import pytest

from data.book import MIGRATIONS, Book
from data.scenarios import Scenarios
from domain.errors import UsageError
from domain.kept_forecast import scope_key
from domain.saved_scenario import SavedScenario, saved_scope
from domain.scope import LAPTOP, Role, Scope, Viewer

SAVED = SavedScenario(
    "Giữ khách", "Lan", "Họp quý 3", "000007", date(2025, 9, 30), "2025",
    scope_key(Scope(LAPTOP, teams=("Bắc",), regions=("Hà Nội",))), {"retention": "+0.02", "lose:K=1&2": "1"},
    48.25e9, 50.5e9, 50e9, 0.34, "VND", date(2025, 10, 2),
)  # fmt: skip


@pytest.fixture
def kept(tmp_path) -> Scenarios:
    found = Scenarios(tmp_path, LAPTOP, False)
    found.save(SAVED)
    return found


def test_what_was_saved_is_there_word_for_word_when_the_book_is_opened_again(tmp_path, kept):
    assert Scenarios(tmp_path, LAPTOP, False).listed() == [SAVED]
    assert saved_scope(SAVED, LAPTOP) == Scope(LAPTOP, teams=("Bắc",), regions=("Hà Nội",))


def test_a_new_book_has_none_and_is_not_made_by_looking(tmp_path):
    assert Scenarios(tmp_path, LAPTOP, False).listed() == []
    assert not Book(tmp_path).path.exists()


def test_the_newest_comes_first(kept):
    kept.save(replace(SAVED, name="A", made_on=date(2025, 10, 1)))
    kept.save(replace(SAVED, name="B", made_on=date(2025, 10, 2)))
    assert [one.name for one in kept.listed()] == ["B", "Giữ khách", "A"]


def test_a_name_is_taken_once_unless_it_is_saved_anew(kept):
    with pytest.raises(UsageError, match="already"):
        kept.save(replace(SAVED, note="other"))
    kept.save(replace(SAVED, note="other"), anew=True)
    assert kept.named("Giữ khách").note == "other"


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
def test_a_name_is_needed(kept, name):
    with pytest.raises(UsageError, match="needs a name"):
        kept.save(replace(SAVED, name=name))


def test_a_copy_is_its_own(kept):
    assert kept.copy("Giữ khách", "Giữ khách (2)").levers == SAVED.levers
    kept.delete("Giữ khách")
    assert [one.name for one in kept.listed()] == ["Giữ khách (2)"]


def test_a_name_that_is_not_there_is_refused_with_those_that_are(kept):
    with pytest.raises(UsageError, match="Giữ khách"):
        kept.named("Mất khách")
    with pytest.raises(UsageError, match="no scenario"):
        kept.delete("Mất khách")


def test_a_manager_sees_their_own_and_a_head_everything(tmp_path, kept):
    lan = Viewer(Role.MANAGER, "lan@example.vn")
    own = replace(SAVED, name="của Lan", scope=scope_key(Scope(lan)))
    Scenarios(tmp_path, lan, False).save(own)
    assert [one.name for one in Scenarios(tmp_path, lan, False).listed()] == ["của Lan"]
    assert len(kept.listed()) == 2
    with pytest.raises(UsageError, match="already"):
        Scenarios(tmp_path, lan, False).save(replace(own, name="Giữ khách"), anew=True)


def test_scenarios_of_the_sample_company_step_aside_with_it(tmp_path, kept):
    sample = Scenarios(tmp_path, LAPTOP, True)
    sample.save(replace(SAVED, note="sample"))
    assert [one.note for one in sample.listed()] == ["sample"]
    assert [one.note for one in kept.listed()] == ["Họp quý 3"]
    assert [one.note for one in Scenarios(tmp_path, LAPTOP).listed()] == ["Họp quý 3"], "no sample is served"
    sample.delete("Giữ khách")
    assert len(kept.listed()) == 1


def test_a_book_from_before_scenarios_gets_their_table_and_keeps_the_rest(tmp_path):
    before = next(number for number, text in enumerate(MIGRATIONS) if "table scenario" in text)
    with sqlite3.connect(tmp_path / "book.sqlite") as connection:
        for text in MIGRATIONS[:before]:
            connection.executescript(text)
        connection.execute(f"pragma user_version = {before}")
        connection.execute("insert into effort_weight (segment, weight) values ('SME', 2)")
    Scenarios(tmp_path, LAPTOP, False).save(SAVED)
    assert Scenarios(tmp_path, LAPTOP, False).listed() == [SAVED]
    assert Book(tmp_path).effort_weights() == {"SME": 2.0}
