"""Text to typed values, one distinct value at a time: the plain shapes in SQL, the rest by the careful readers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.mapping.dates import nearest_date, read_moment
from data.mapping.durations import duration_minutes
from data.mapping.numbers import canonical, labelled_score, take_apart
from data.mapping.periods import read_period
from data.mapping.words import meanings, missing_marks, word_key
from domain.message import N_, Message
from domain.tables import Kind

FINE = {"quantity": "decimal(18, 6)", "unit_price": "decimal(18, 6)", "rate": "decimal(28, 10)"}
PER_MINUTE = {"": 1.0, "minutes": 1.0, "seconds": 1 / 60, "milliseconds": 1 / 60_000, "hours": 60.0, "days": 1440.0}
ISO_MOMENT = r"^\d{4}-\d{1,2}-\d{1,2}(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?$"
ISO_OFFSET = r"^\d{4}-\d{1,2}-\d{1,2}[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$"
SLASHED = r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})"
REWRITE = {"dmy": r"\3-\2-\1", "mdy": r"\3-\1-\2"}
PLAIN = {".": r"^-?\d{1,15}(?:\.\d+)?$", ",": r"^-?\d{1,3}(?:\d{0,12}|(?:\.\d{3}){0,4})(?:,\d+)?$"}
PLACEHOLDER = "m < date '1900-01-03' or (m >= date '1969-12-31' and m < date '1970-01-02')"
"""Day nought of spreadsheets and of computers, in any time zone: what programs write where there is no date."""

LOOKED_AT = 2000
MOSTLY_DISTINCT = 0.9
NOT_A_NUMBER = N_("not a number")
NOT_A_DATE = N_("not a date")


@dataclass(frozen=True)
class Bad:
    """Why one distinct text cannot be read, and what it probably meant."""

    reason: str
    message: Message
    suggestion: str = ""


@dataclass
class Cells:
    """A converted column: ``values`` by row; ``bad`` by distinct value, ``codes`` saying which row holds which."""

    values: pa.Array
    codes: pa.Array
    bad: dict[int, Bad] = field(default_factory=dict)
    extra: pa.Array | None = None


@dataclass(frozen=True)
class Style:
    """How one column is written: its order of dates, decimal mark, zone, and the unit its numbers count.

    ``power``: the noughts that its amounts leave out, 6 where they are in millions.
    """

    order: str | None = None
    mark: str = "."
    zone: str = "UTC"
    unit: str = ""
    told: dict[str, str] = field(default_factory=dict)
    power: int = 0


def convert_texts(con: duckdb.DuckDBPyConnection, texts: pa.Array, kind: Kind, name: str, style: Style) -> Cells:
    """A column of text as its canonical type; unreadable values become null and are listed in ``bad``."""
    distinct, codes = _distinct(texts)
    if kind in (Kind.DATE, Kind.TIMESTAMP):
        values, bad, extra = _moments(con, distinct, kind, style)
    elif kind in (Kind.DECIMAL, Kind.RATIO, Kind.INTEGER):
        values, bad, extra = _numbers(con, distinct, kind, name, style)
    else:
        values, bad, extra = _words(distinct, kind, name, style)
    spread = None if extra is None else _spread(extra, distinct, texts, codes)
    return Cells(_spread(values, distinct, texts, codes), codes, bad, spread)


def with_commas(texts: pa.Array, lines: pa.ChunkedArray, written: Sequence[int]) -> pa.Array:
    """The cells of a column of numbers, and in the lines ``written`` of text, all with a comma for the decimal mark."""
    is_text = pc.is_in(lines.combine_chunks(), value_set=pa.array(written, pa.int64()))
    return pc.if_else(is_text, texts, pc.replace_substring(texts, ".", ","))


def _distinct(texts: pa.Array) -> tuple[pa.Array, pa.Array]:
    """The distinct texts and the code of each row; every row its own where hardly any text stands twice."""
    some = texts.slice(0, LOOKED_AT)
    if len(some) == LOOKED_AT and pc.count_distinct(some).as_py() > MOSTLY_DISTINCT * LOOKED_AT:
        return texts, pa.array(np.arange(len(texts), dtype=np.int32))
    encoded = pc.dictionary_encode(texts)
    return encoded.dictionary, encoded.indices


def _spread(values: pa.Array, distinct: pa.Array, texts: pa.Array, codes: pa.Array) -> pa.Array:
    return values if distinct is texts else values.take(codes)


def cast(con: duckdb.DuckDBPyConnection, texts: pa.Array, expression: str, **parameters: str) -> pa.Array:
    """``expression`` over the column ``v``; rows keep their order."""
    con.register("distinct_values", pa.table({"v": texts}))
    try:
        result = con.sql(f"select {expression} as v from distinct_values", params=parameters).to_arrow_table()
    finally:
        con.unregister("distinct_values")
    column = result.column(0).combine_chunks()
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def is_missing(distinct: pa.Array, *, only_blank: bool = False) -> pa.Array:
    """Which texts stand for nothing."""
    if only_blank:
        return pc.equal(distinct, "")
    marks = pa.array(sorted(missing_marks()), pa.string())
    return pc.is_in(pc.utf8_lower(distinct), value_set=marks)


def _patched(texts: pa.Array, where: pa.Array, read: Callable[[str], str | None]) -> pa.Array:
    """The texts with those in ``where`` replaced by what ``read`` makes of them."""
    if not pc.any(where).as_py():
        return texts
    patch = pa.array([read(text) for text in texts.filter(where).to_pylist()], pa.string())
    return pc.replace_with_mask(texts, where, patch)


def _moments(
    con: duckdb.DuckDBPyConnection, distinct: pa.Array, kind: Kind, style: Style
) -> tuple[pa.Array, dict[int, Bad], pa.Array | None]:
    missing = is_missing(distinct)
    texts = distinct
    order = style.order or "dmy"
    if order in REWRITE:
        texts = pc.replace_substring_regex(texts, SLASHED, REWRITE[order])
    is_plain = pc.or_(pc.match_substring_regex(texts, ISO_MOMENT), pc.match_substring_regex(texts, ISO_OFFSET))
    odd = pc.and_(pc.invert(missing), pc.invert(is_plain))
    originals = distinct
    if pc.any(odd).as_py():
        patch = pa.array([read_moment(text, order) for text in originals.filter(odd).to_pylist()], pa.string())
        texts = pc.replace_with_mask(texts, odd, patch)
    moment = (
        f"case when regexp_full_match(v, '{ISO_OFFSET[1:-1]}') then timezone('UTC', try_cast(v as timestamptz))"
        " else timezone('UTC', timezone($zone, try_cast(v as timestamp))) end"
    )
    if kind is Kind.DATE:
        moment = (
            f"case when regexp_full_match(v, '{ISO_OFFSET[1:-1]}')"
            " then cast(timezone($zone, try_cast(v as timestamptz)) as date)"
            " else cast(try_cast(v as timestamp) as date) end"
        )
    values = cast(
        con,
        texts,
        f"case when year(m) between 1900 and 2100 and not ({PLACEHOLDER}) then m end as v"
        f" from (select {moment} as m from distinct_values) --",
        zone=style.zone,
    )
    bad = {
        index: Bad("R_DATE", Message(NOT_A_DATE), nearest_date(text, order))
        for index, text in _unread(distinct, values, missing)
    }
    if kind is Kind.DATE:
        return values.cast(pa.date32()), bad, None
    has_time = pc.fill_null(pc.match_substring(texts, ":"), False)
    midnight = pc.fill_null(pc.match_substring_regex(texts, r"[ T]0?0:00(:00(\.0+)?)?$"), False)
    if not pc.any(pc.and_(has_time, pc.invert(midnight))).as_py():
        has_time = pa.array([False] * len(distinct))
    return values.cast(pa.timestamp("us")), bad, has_time


def _unread(distinct: pa.Array, values: pa.Array, missing: pa.Array) -> list[tuple[int, str]]:
    unread = pc.and_(pc.is_null(values), pc.invert(missing))
    return [(index, distinct[index].as_py()) for index in pc.indices_nonzero(unread).to_pylist()]


def _numbers(
    con: duckdb.DuckDBPyConnection, distinct: pa.Array, kind: Kind, name: str, style: Style
) -> tuple[pa.Array, dict[int, Bad], pa.Array | None]:
    missing = is_missing(distinct, only_blank=name == "amount")
    is_minutes = name.endswith("_minutes")
    plain = pc.match_substring_regex(distinct, PLAIN[style.mark])
    texts = _patched(distinct, pc.invert(plain), labelled_score) if name == "score" else distinct
    plain = pc.match_substring_regex(texts, PLAIN[style.mark]) if texts is not distinct else plain
    if style.mark == ",":
        rewritten = pc.replace_substring(pc.replace_substring(texts, ".", ""), ",", ".")
        texts = pc.if_else(plain, rewritten, texts)
    odd = pc.and_(pc.invert(missing), pc.invert(plain))
    currencies: pa.Array | None = None
    is_ratio = kind is Kind.RATIO
    if name in ("amount", "annual_amount", "unit_price") and pc.any(odd).as_py():
        found = [
            take_apart(text) if is_odd else None
            for text, is_odd in zip(distinct.to_pylist(), odd.to_pylist(), strict=True)
        ]
        currencies = pa.array([written.currency if written else None for written in found], pa.string())
    percents = [text for text in distinct.filter(odd).to_pylist() if text.rstrip().endswith("%")] if is_ratio else []
    texts = _patched(texts, odd, lambda text: _odd_number(text, style, is_minutes, is_ratio))
    kind_of = "double" if is_minutes or is_ratio else FINE.get(name, "decimal(18, 2)")
    if kind is Kind.INTEGER:
        whole = "try_cast(v as decimal(18, 6))"
        values = cast(con, texts, f"case when {whole} = floor({whole}) then cast({whole} as bigint) end")
    else:
        amount = f"try_cast(v as decimal(36, 12)) * {10**style.power}" if style.power else "v"
        values = cast(con, texts, f"try_cast({amount} as {kind_of})")
    if is_minutes:
        is_said = pc.match_substring_regex(distinct, r"\p{L}|:")
        values = pc.if_else(is_said, values, pc.multiply(values, PER_MINUTE[style.unit]))
    bad: dict[int, Bad] = {}
    if is_ratio:
        values = _ratios(values, style.unit == "percent" or bool(percents))
        if percents and style.unit != "percent":
            values = _without_bare(values, distinct, bad)
        elif not style.unit:
            values = _without_halves(values, distinct, bad)
    for index, _ in _unread(distinct, values, missing):
        if index in bad:
            continue
        digits = texts[index].as_py()
        is_too_large = digits is not None and kind is not Kind.INTEGER and digits.lstrip("-").split(".")[0].isdigit()
        reason, why = (
            ("R_RANGE", N_("outside the range that can be kept")) if is_too_large else ("R_NUMBER", NOT_A_NUMBER)
        )
        bad[index] = Bad(reason, Message(why))
    return values, bad, currencies


def _odd_number(text: str, style: Style, is_minutes: bool, is_ratio: bool) -> str | None:
    written = take_apart(text)
    if is_minutes and (written is None or written.power or written.currency):
        return duration_minutes(text, style.unit or "minutes")
    if written is None or (written.is_percent and not is_ratio) or (written.power and style.power):
        return None
    return canonical(written, style.mark)


def _ratios(values: pa.Array, is_percent: bool) -> pa.Array:
    """Shares of one: percentages when the header or a sign says so, or when any value is above one."""
    largest = pc.max(values).as_py()
    if is_percent or (largest is not None and largest > 1):
        values = pc.divide(values, 100.0)
    fits = pc.and_(pc.greater_equal(values, 0.0), pc.less_equal(values, 1.0))
    return pc.if_else(fits, values, pa.scalar(None, pa.float64()))


def _without_halves(values: pa.Array, distinct: pa.Array, bad: dict[int, Bad]) -> pa.Array:
    """Shares without those written below one where others are percentages: 0.5 may be a half, or half a hundredth."""
    written = pc.match_substring_regex(distinct, r"^0?[.,]\d")
    if not pc.any(written).as_py() or not pc.any(pc.match_substring_regex(distinct, r"^(?:[2-9]|\d{2,})")).as_py():
        return values
    for index in pc.indices_nonzero(written).to_pylist():
        bad[index] = Bad("R_NUMBER", Message(N_("a share below one where others are percentages")))
    return pc.if_else(written, pa.scalar(None, pa.float64()), values)


def _without_bare(values: pa.Array, distinct: pa.Array, bad: dict[int, Bad]) -> pa.Array:
    """Shares without those that have no sign where others have one: 0.5 may be a half, or half a hundredth."""
    bare = pc.and_(pc.invert(pc.match_substring(distinct, "%")), pc.greater(values, 0.0))
    for index in pc.indices_nonzero(pc.fill_null(bare, False)).to_pylist():
        bad[index] = Bad("R_NUMBER", Message(N_("a share without a percent sign where others have one")))
    return pc.if_else(bare, pa.scalar(None, pa.float64()), values)


def _words(distinct: pa.Array, kind: Kind, name: str, style: Style) -> tuple[pa.Array, dict[int, Bad], pa.Array | None]:
    """Columns whose words have meanings: stages, statuses, flags, currencies, periods."""
    bad: dict[int, Bad] = {}
    values: list[str | bool | None] = []
    for index, text in enumerate(distinct.to_pylist()):
        value = None if not text else style.told.get(text.casefold()) or _meaning(text, kind, name)
        if text and value is None and not (kind is not Kind.TEXT and text.casefold() in missing_marks()):
            bad[index] = _unknown_word(kind, name)
        values.append(value if kind is not Kind.FLAG or value is None else value == "true")
    return pa.array(values, pa.bool_() if kind is Kind.FLAG else pa.string()), bad, None


def _meaning(text: str, kind: Kind, name: str) -> str | None:
    if kind is Kind.PERIOD:
        return read_period(text)
    if kind is Kind.FLAG:
        return meanings("flag").get(word_key(text))
    if name == "currency":
        known = meanings("currency").get(word_key(text)) or meanings("currency").get(text.casefold())
        return known or (text.upper() if len(text) == 3 and text.isascii() and text.isalpha() else None)
    return meanings(name).get(word_key(text))


def _unknown_word(kind: Kind, name: str) -> Bad:
    if kind is Kind.PERIOD:
        return Bad("R_DATE", Message(N_("not a period such as 2025, 2025-Q3 or 2025-07")))
    if name == "stage":
        text = N_("a stage that is not known; say what it means with --map “stage:Word=Open”")
        return Bad("R_DOMAIN", Message(text))
    return Bad("R_DOMAIN", Message(N_("a word that is not known here")))
