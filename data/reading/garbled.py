"""Letters that were lost or replaced before a file was written: nothing brings them back, but a person must know."""

from __future__ import annotations

import re

from data.reading.table import Notice, TextTable
from domain.message import N_, Message

FEWEST = 3
LOOKED_AT = 1 << 19
ROWS_LOOKED_AT = 2000

DOUBLY_ENCODED = re.compile("á»|áº|Ã¡|Ã |Ã¢|Ã´|Ã©|Ãª|Ä‘|Æ°|Æ¡")
VNI = re.compile("[aeou][øû]|[aeo]ä|[ao]å|ö[ùøûõï]|ô[ùøûõï]")
"""Vietnamese typed for VNI fonts, read as Western letters: “Coâng ty Vieät Nam”."""

TCVN3 = re.compile("[A-Za-z][«®¬¨ª©¸µ¶·¹»¼½¾\u00ad][a-z]")
"""Vietnamese typed for .VnTime and its like: “C«ng ty ViÖt Nam”."""

ASKED = re.compile(r"(?<![\w./?&=])[A-Za-z]{1,4}\?[A-Za-z]{1,4}(?![\w=])")
"""Letters that an older program could not write: “C?ng ty Vi?t Nam”."""


def notices_of_text(data: bytes) -> tuple[Notice, ...]:
    """What looks lost or garbled in UTF-8 text."""
    found = _lost(data.count("\ufffd".encode())) if not data.isascii() else ()
    return (*found, *_notices(data[:LOOKED_AT].decode("utf-8", "ignore")))


def notices_of_cells(table: TextTable) -> tuple[Notice, ...]:
    """What looks lost or garbled in the first rows of a table."""
    rows = table.rows.slice(0, ROWS_LOOKED_AT)
    text = "\n".join("\n".join(column.to_pylist()) for column in rows.columns[:-1])
    return (*_lost(text.count("\ufffd")), *_notices(text))


def _lost(n: int) -> tuple[Notice, ...]:
    text = N_("{n} letters were already lost before this file was written.")
    return (Notice("W_REPLACEMENT_CHAR", Message(text, {"n": n})),) if n else ()


def _notices(text: str) -> tuple[Notice, ...]:
    found: list[Notice] = []
    if not text.isascii() and any(_stands_often(shape, text) for shape in (DOUBLY_ENCODED, VNI, TCVN3)):
        sentence = N_("Some text was garbled before this file was written, like “CÃ´ng ty”.")
        found.append(Notice("W_MOJIBAKE", Message(sentence)))
    if "?" in text and _stands_often(ASKED, text):
        sentence = N_("Letters were replaced by question marks before this file was written, as in “{example}”.")
        example = next(ASKED.finditer(text))[0]
        found.append(Notice("W_QUESTION_MARKS", Message(sentence, {"example": example})))
    return tuple(found)


def _stands_often(shape: re.Pattern[str], text: str) -> bool:
    return sum(1 for _, _ in zip(range(FEWEST), shape.finditer(text), strict=False)) == FEWEST
