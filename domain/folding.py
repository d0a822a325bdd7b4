"""Names compared without accents, case or blanks: for searching, sorting and suggesting; never for showing."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """``Công ty  Đà Nẵng`` → ``cong ty da nang``: NFC first, Đ/đ by hand, blanks collapsed."""
    if text.isascii():
        return " ".join(text.casefold().split())
    plain = unicodedata.normalize("NFC", text).casefold().replace("đ", "d")
    bare = "".join(mark for mark in unicodedata.normalize("NFD", plain) if not unicodedata.combining(mark))
    return " ".join(bare.split())


def squeeze(text: str) -> str:
    """The folded text without any blank or punctuation: two spellings of one name become equal."""
    return "".join(letter for letter in fold(text) if letter.isalnum())
