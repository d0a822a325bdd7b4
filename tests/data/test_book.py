import sqlite3

import pytest

from data.book import Book
from data.building import Alias
from domain.errors import StoreError


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
