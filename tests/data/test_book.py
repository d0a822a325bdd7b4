import sqlite3
from dataclasses import replace
from datetime import date

import pytest

from data.book import Book
from data.identity import Alias, Apart, Merge
from domain.errors import StoreError
from domain.kept_forecast import KeptForecast


def test_a_new_book_is_empty(tmp_path):
    assert Book(tmp_path).aliases() == []
    assert Book(tmp_path).answers("anything") == {}
    assert not Book(tmp_path).path.exists()


def test_what_is_entered_is_there_when_the_book_is_opened_again(tmp_path):
    Book(tmp_path).set_alias(Alias("product", "GTXPro", "GTX Pro"))
    Book(tmp_path).set_alias(Alias("product", "GTXPro", "GTX Pro Max"))
    Book(tmp_path).remember_answers("abc", {"date_order": "dmy", "columns": {"Giá trị": "amount"}})
    assert Book(tmp_path).aliases() == [Alias("product", "GTXPro", "GTX Pro Max")]
    assert Book(tmp_path).answers("abc") == {"date_order": "dmy", "columns": {"Giá trị": "amount"}}


def test_a_merge_can_be_taken_back(tmp_path):
    Book(tmp_path).set_alias(Alias("customer", "A", "B"))
    Book(tmp_path).remove_alias("customer", "A")
    assert Book(tmp_path).aliases() == []


def test_a_book_of_a_newer_version_is_refused_in_words(tmp_path):
    with sqlite3.connect(tmp_path / "book.sqlite") as connection:
        connection.execute("pragma user_version = 99")
    with pytest.raises(StoreError, match="newer version"):
        Book(tmp_path).aliases()


def test_a_file_that_is_no_book_is_refused_in_words(tmp_path):
    (tmp_path / "book.sqlite").write_bytes(b"not a database, long enough to be read as one" * 40)
    with pytest.raises(StoreError, match=r"book\.sqlite"):
        Book(tmp_path).aliases()


def test_pairs_are_remembered_and_forgotten_one_by_one(tmp_path):
    merge, of_sample = Merge("K2", "B", "K1", "A"), Merge("K2", "B", "K3", "C", is_sample=True)
    apart = Apart("K1", "A", "K4", "D")
    Book(tmp_path).remember_pairs([merge, of_sample], [apart, apart])
    assert Book(tmp_path).merges() == [merge, of_sample]
    assert Book(tmp_path).apart() == [apart]
    Book(tmp_path).forget_merge(merge)
    Book(tmp_path).forget_apart(apart)
    assert Book(tmp_path).merges() == [of_sample]
    assert Book(tmp_path).apart() == []


def test_a_book_from_before_customers_could_be_merged_keeps_what_it_holds(tmp_path):
    with sqlite3.connect(tmp_path / "book.sqlite") as connection:
        connection.executescript(
            "create table alias (kind text not null, name text not null, same_as text not null,"
            " primary key (kind, name)); create table answer (signature text primary key, answers text not null);"
            " insert into alias values ('product', 'GTXPro', 'GTX Pro'); pragma user_version = 1;"
        )
    assert Book(tmp_path).aliases() == [Alias("product", "GTXPro", "GTX Pro")]
    assert Book(tmp_path).merges() == []


def test_effort_weights_are_kept_changed_and_forgotten(tmp_path):
    assert Book(tmp_path).effort_weights() == {}
    Book(tmp_path).set_effort_weights({"Large": 3.0, "SME": 0.5})
    Book(tmp_path).set_effort_weights({"Large": 2.0, "SME": None})
    assert Book(tmp_path).effort_weights() == {"Large": 2.0}


def test_a_forecast_once_made_is_kept_as_it_was_said(tmp_path):
    made = KeptForecast("000001", date(2025, 6, 30), "{}", "2025-Q3", 100.0, 90.0, 110.0, 80.0, 120.0, date(2025, 7, 2))
    later = replace(made, mean=999.0, made_on=date(2025, 12, 1))
    Book(tmp_path).keep_forecasts([made])
    Book(tmp_path).keep_forecasts([later, replace(made, period="2025-Q4"), replace(made, scope="other")])
    assert Book(tmp_path).kept_forecasts("{}", "2025-Q3") == [made]


def test_nothing_is_kept_in_a_book_that_is_not_there(tmp_path):
    assert Book(tmp_path).kept_forecasts("{}", "2025-Q3") == []
    assert not Book(tmp_path).path.exists()
