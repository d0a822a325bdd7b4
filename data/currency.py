"""Which currency the amounts of a file are in: what it says itself, else what somebody said, else what is likely."""

from __future__ import annotations

import unicodedata

import pyarrow as pa
import pyarrow.compute as pc

from data.mapping.evidence import first_line
from data.mapping.numbers import currency_of, take_apart
from data.mapping.understanding import Understanding
from data.reading.answers import Answers
from data.reading.table import TextTable
from data.report import Reason
from data.settings import Settings
from domain.errors import QuestionError
from domain.message import N_, Message

MONEY_COLUMNS = ("amount", "annual_amount")
CURRENCIES = ("VND", "USD", "EUR", "JPY", "SGD", "CNY", "GBP")
VIETNAMESE_LETTERS = frozenset("ăâđêôơưĂÂĐÊÔƠƯạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ")
ROWS_LOOKED_AT = 200
NOT_ONLY_A_NUMBER = "[^0-9.,()+\\-−\\s\u00a0\u202f'’%]"


def fill_currency(
    rows: pa.Table,
    understanding: Understanding,
    table: TextTable,
    answers: Answers,
    known: str | None,
    *,
    confirm: bool,
    settings: Settings,
    said: Message,
) -> tuple[pa.Table, str | None, Reason | None]:
    """Fill the currency of rows that name none; returns the rows, the file's main currency, and why it is that one.

    ``known`` is what amounts without a currency are in, where the workspace says so; ``said`` who gave the answer.

    Raises:
        QuestionError: amounts are in no currency that anything says.
    """
    money = next(
        (name for name in MONEY_COLUMNS if name in rows.column_names and "currency" in rows.column_names), None
    )
    if money is None or understanding.entity in ("products", "rates"):
        return rows, None, None
    currency = rows["currency"]
    is_open = pc.and_(pc.is_valid(rows[money]), pc.is_null(currency))
    n_open = pc.sum(is_open).as_py() or 0
    if not n_open:
        values = pc.value_counts(currency.drop_null()).to_pylist()
        main = max(values, key=lambda found: found["counts"])["values"] if values else None
        return rows, main, _as_written(table, understanding, answers, money, main, said)
    by_language = currency_by_language(table)
    decided = answers.currency or known or by_language or ("VND" if confirm else None)
    if decided is None:
        raise QuestionError(
            "currency",
            N_("No column says which currency the amounts in {file} are in. Which is it?"),
            "--currency",
            {code: code for code in CURRENCIES},
            file=table.name,
        )
    if answers.currency:
        reason = _answered(decided, said)
    elif known:
        reason = _known(decided, is_set=settings.reporting_currency == known)
    else:
        reason = _likely(decided, n_open, is_by_language=by_language is not None)
    filled = pc.fill_null(currency, decided)
    return rows.set_column(rows.schema.get_field_index("currency"), "currency", filled), decided, reason


def _as_written(
    table: TextTable, understanding: Understanding, answers: Answers, money: str, main: str | None, said: Message
) -> Reason | None:
    """Every amount names its currency: in a column of its own, or in its cell; what neither does was answered."""
    if main is None:
        return None
    for position, _ in understanding.sources.get("currency", ())[:1]:
        counts = pc.value_counts(table.texts(position)).to_pylist()
        n = sum(found["counts"] for found in counts if found["values"] and currency_of(found["values"]) == main)
        if n:
            header = table.columns[position]
            text = N_("Currency {currency}: “{header}” says so in {n} of {rows} rows.")
            values = {"currency": main, "header": header, "n": n, "rows": table.rows.num_rows}
            return Reason("currency", (header,), Message(text, values))
    if answers.currency and (currency_of(answers.currency) or answers.currency.upper()) == main:
        return _answered(main, said)
    for position, _ in understanding.sources.get(money, ()):
        shown = first_line(table, position, lambda texts: pc.match_substring_regex(texts, NOT_ONLY_A_NUMBER))
        written = take_apart(shown[0]) if shown else None
        if shown and written and written.currency == main:
            header = table.columns[position]
            text = N_("Currency {currency}: it stands in the cells of “{header}”, such as {value} in line {line}.")
            values = {"currency": main, "header": header, "value": shown[0], "line": str(shown[1])}
            return Reason("currency", (header,), Message(text, values))
    return None


def _answered(currency: str, said: Message) -> Reason:
    return Reason("currency", (), Message(N_("Currency {currency}, {said}."), {"currency": currency, "said": said}))


def _known(currency: str, *, is_set: bool) -> Reason:
    if is_set:
        text = N_("No column says the currency: amounts are taken as {currency}, as the settings say.")
    else:
        text = N_("No column says the currency: amounts are taken as {currency}, like the rest.")
    return Reason("currency", (), Message(text, {"currency": currency}))


def _likely(currency: str, n_open: int, *, is_by_language: bool) -> Reason:
    if is_by_language:
        text = N_("Currency {currency} where none is named (rows: {n}): the file is written in Vietnamese.")
    else:
        text = N_("Currency {currency} where none is named (rows: {n}): loading it all the same was confirmed.")
    return Reason("currency", (), Message(text, {"currency": currency, "n": n_open}))


def currency_by_language(table: TextTable) -> str | None:
    """VND where the file is written in Vietnamese and nothing else says otherwise."""
    seen = list(table.columns)
    for position in range(len(table.columns)):
        seen += table.rows.column(position).slice(0, ROWS_LOOKED_AT).to_pylist()
    text = unicodedata.normalize("NFC", " ".join(seen))
    return "VND" if any(letter in VIETNAMESE_LETTERS for letter in text) else None
