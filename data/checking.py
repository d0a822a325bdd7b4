"""Rules that a row must keep to count: what is required, what contradicts itself, what stands twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from data.reading.layout import TOTAL_WORDS
from domain.errors import RefusedError
from domain.ids import ROUNDED, is_id
from domain.message import N_
from domain.tables import Table

MAIN_DATE = {
    "deals": "close_on",
    "invoices": "invoiced_on",
    "contracts": "start_on",
    "tickets": "created_at",
    "surveys": "responded_at",
    "activities": "planned_on",
    "customers": "created_on",
    "managers": "started_on",
}
KEYS = {
    "customers": ("customer_id", "customer_name"),
    "managers": ("manager_id", "manager_email", "manager_name"),
    "deals": ("deal_id",),
    "contracts": ("contract_id",),
    "tickets": ("ticket_id",),
    "surveys": ("response_id",),
    "activities": ("activity_id",),
    "products": ("product_id", "product"),
}
"""The first of these that the file has is the record's key; invoices, targets and rates are keyed by all of theirs."""

WHOLE_KEYS = {"invoices": ("invoice_id", "line_no")}
LINKED = {"customers": ("owned_from", "manager_id", "manager_email", "manager_name")}
"""A customer may stand in several lines, one for each owner and date."""

TEN_YEARS = 60.0 * 24 * 3653
FEWEST_FOR_SCALE = 20
LARGEST_OTHER_SCALE = 7
NO_SCORE, REPEATED = "no score", "repeated line"
ANOTHER_PRODUCT = "another product of a deal"
"""A report of deals with their products repeats the deal, its amount included, in a row for each of them."""

BLANK = N_("required, but blank")
TOTAL_IDS = sorted({form for word in TOTAL_WORDS for form in (word, word.upper(), word.title(), word.capitalize())})
TOTAL_ID = N_("a total of other rows, by the word in its place for an id")
ROUNDED_ID = N_("an id that a spreadsheet rounded; its digits are lost")


@dataclass(frozen=True)
class Problem:
    """Why a row is held back. ``column`` is a header of the file or a canonical column."""

    column: str
    value: str
    reason: str
    message: str
    suggestion: str = ""


@dataclass
class Checked:
    """``keep``: which rows load. ``problems``: by row position. ``skipped``: rows by named rule.

    ``whole``: by position, rows that stand for a whole document, and all its lines.
    """

    keep: npt.NDArray[np.bool_]
    problems: dict[int, Problem]
    skipped: dict[str, int] = field(default_factory=dict)
    whole: dict[int, Sequence[int]] = field(default_factory=dict)

    def skip(self, positions: Sequence[int], rule: str) -> None:
        """Leave rows out under a named rule, unless they are out already."""
        hit = np.zeros(len(self.keep), dtype=bool)
        hit[list(positions)] = True
        _skip(self, hit, rule)


def check_rows(
    con: duckdb.DuckDBPyConnection, rows: pa.Table, table: Table, given: set[str], problems: dict[int, Problem]
) -> Checked:
    """Sort the rows of one canonical table into those that load, those held back and those skipped.

    ``given`` are the columns that the file has; ``problems`` what was found while converting.
    """
    checked = Checked(np.ones(rows.num_rows, dtype=bool), dict(problems))
    if problems:
        checked.keep[list(problems)] = False
    unanswered = np.zeros(rows.num_rows, dtype=bool)
    if table.file == "surveys":
        # what was sent and not answered counts in the response rate; the id lets a later answer replace it
        no_score = _true(pc.is_null(rows.column("score")))
        unanswered = no_score & _true(pc.and_(*(pc.is_valid(rows.column(name)) for name in ("sent_at", "response_id"))))
        _skip(checked, no_score & ~unanswered, NO_SCORE)
    for name in table.required:
        blank = _true(pc.is_null(rows.column(name))) & ~unanswered
        _hold(checked, blank, Problem(name, "", "R_REQUIRED", BLANK))
    for group in table.one_of:
        blank = np.ones(rows.num_rows, dtype=bool)
        for name in group:
            blank &= _true(pc.is_null(rows.column(name)))
        shown = next((name for name in group if name in given), group[0])
        _hold(checked, blank, Problem(shown, "", "R_REQUIRED", BLANK))
    for name in table.key:
        if is_id(name):
            rounded = pc.match_substring_regex(rows.column(name), ROUNDED)
            _hold(checked, _true(rounded), Problem(name, "", "R_ROUNDED_ID", ROUNDED_ID))
            named = pc.is_in(rows.column(name), value_set=pa.array(TOTAL_IDS, pa.string()))
            _hold(checked, _true(named), Problem(name, "", "R_TOTAL_ROW", TOTAL_ID))
    _check_entity(checked, rows, table)
    _check_keys(con, checked, rows, table, given)
    return checked


def _true(mask: pa.Array | pa.ChunkedArray) -> npt.NDArray[np.bool_]:
    whole = mask.combine_chunks() if isinstance(mask, pa.ChunkedArray) else mask
    if isinstance(whole, pa.ChunkedArray):
        whole = pa.concat_arrays(whole.chunks) if whole.num_chunks else pa.array([], pa.bool_())
    result: npt.NDArray[np.bool_] = pc.fill_null(whole, False).to_numpy(zero_copy_only=False).astype(bool)
    return result


def _hold(checked: Checked, hit: npt.NDArray[np.bool_], problem: Problem) -> None:
    fresh = np.flatnonzero(hit & checked.keep)
    for position in fresh.tolist():
        checked.problems[position] = problem
    checked.keep[fresh] = False


def _skip(checked: Checked, hit: npt.NDArray[np.bool_], rule: str) -> None:
    fresh = hit & checked.keep
    if fresh.any():
        checked.skipped[rule] = checked.skipped.get(rule, 0) + int(fresh.sum())
        checked.keep[fresh] = False


def _check_entity(checked: Checked, rows: pa.Table, table: Table) -> None:
    if table.file == "deals":
        won = _true(pc.equal(rows.column("stage"), "Won"))
        closed = won | _true(pc.equal(rows.column("stage"), "Lost"))
        no_amount = _true(pc.is_null(rows.column("amount")))
        no_date = _true(pc.is_null(rows.column("close_on")))
        _hold(checked, won & no_amount, Problem("amount", "", "R_REQUIRED", N_("a won deal without an amount")))
        _hold(checked, closed & no_date, Problem("close_on", "", "R_REQUIRED", N_("a closed deal without a date")))
    elif table.file == "surveys":
        score = rows.column("score")
        outside = _true(pc.or_(pc.less(score, 0), pc.greater(score, 10)))
        _hold(checked, outside, Problem("score", "", "R_RANGE", N_("a score outside 0 to 10")))
    elif table.file == "tickets":
        _check_ticket_times(checked, rows)
    elif table.file == "contracts":
        backwards = _true(pc.less(rows.column("end_on"), rows.column("start_on")))
        _hold(checked, backwards, Problem("end_on", "", "R_DATE", N_("the contract ends before it starts")))


def _check_ticket_times(checked: Checked, rows: pa.Table) -> None:
    """A reply before the ticket is a data error. A day without a time of day is compared as a day."""
    created = rows.column("created_at")
    for name, text in (
        ("first_response_at", N_("the reply is before the ticket's creation")),
        ("resolved_at", N_("the ticket is solved before its creation")),
    ):
        later = rows.column(name)
        before = _true(pc.less(later, created))
        exact = _true(pc.and_(rows.column(f"{name}_has_time"), rows.column("created_at_has_time")))
        day_before = _true(pc.less(pc.add(later, pa.scalar(86_400_000_000, pa.duration("us"))), created))
        _hold(checked, (before & exact) | day_before, Problem(name, "", "R_ORDER", text))
    for name in ("first_response_minutes", "first_response_business_minutes"):
        negative = _true(pc.less(rows.column(name), 0.0))
        _hold(checked, negative, Problem(name, "", "R_RANGE", N_("a negative duration")))
        too_long = _true(pc.greater(rows.column(name), TEN_YEARS))
        _hold(checked, too_long, Problem(name, "", "R_RANGE", N_("a duration of more than ten years")))


def key_columns(table: Table, given: set[str]) -> tuple[str, ...]:
    """The columns that make a row of this file the same record as another; empty: every row is its own."""
    if table.file in WHOLE_KEYS:
        names = WHOLE_KEYS[table.file]
        return names if all(name in given for name in names) else ()
    if table.file in KEYS:
        first = next((name for name in KEYS[table.file] if name in given), None)
        linked = tuple(name for name in LINKED.get(table.file, ()) if name in given)
        return () if first is None else (first, *linked)
    return tuple(name for name in table.key if name in given)


def record_ids(rows: pa.Table, table: Table, given: set[str]) -> list[tuple[str | None, int | None]]:
    """For each row what tells its record from any other: its id, and the line of an invoice; None where nothing does.

    A row of a record that may stand in several lines has none: another line of it is not this one.
    """
    names = key_columns(table, given)
    nothing: list[tuple[str | None, int | None]] = [(None, None)] * rows.num_rows
    if not names or not names[0].endswith("_id") or "owned_from" in names:
        return nothing
    ids = rows.column(names[0]).to_pylist()
    if table.file not in WHOLE_KEYS:
        return [(own, None) for own in ids]
    lines = rows.column(names[1]).to_pylist()
    return [(own, line) if line is not None else (None, None) for own, line in zip(ids, lines, strict=True)]


def _check_keys(
    con: duckdb.DuckDBPyConnection, checked: Checked, rows: pa.Table, table: Table, given: set[str]
) -> None:
    """Of identical lines one is kept; lines of one key that differ are all held back."""
    names = key_columns(table, given)
    if not names or rows.num_rows < 2:
        return
    first = rows.column(names[0])
    if _is_ordered(first) or (len(names) == 1 and _is_unique(first)):
        return
    positions = pa.array(np.arange(rows.num_rows))
    keyed = rows.select(list(names)).append_column("position", positions).filter(pa.array(checked.keep))
    con.register("keyed_rows", keyed)
    key = ", ".join(f'"{name}"' for name in names)
    # a line without its number has no key: it is never taken for another
    needed = names if table.file in WHOLE_KEYS else names[:1]
    filled = " and ".join(f'"{name}" is not null' for name in needed)
    try:
        repeated = con.execute(
            f"select list(position order by position) from keyed_rows where {filled} group by {key} having count(*) > 1"
        ).fetchall()
    finally:
        con.unregister("keyed_rows")
    content = [name for name in rows.column_names if name != "source_line_no"]
    text = N_("the same key stands in another line with other content")
    again, contrary = np.zeros(rows.num_rows, dtype=bool), np.zeros(rows.num_rows, dtype=bool)
    for (group,) in repeated:
        lines = rows.select(content).take(pa.array(group)).to_pylist()
        if all(line == lines[0] for line in lines[1:]):
            again[group[1:]] = True
        elif table.file == "deals" and all(_but_product(line) == _but_product(lines[0]) for line in lines[1:]):
            checked.skip(group[1:], ANOTHER_PRODUCT)
            checked.whole[group[0]] = group
        else:
            contrary[group] = True
    _skip(checked, again, REPEATED)
    _hold(checked, contrary, Problem(names[0], "", "R_KEY_CONFLICT", text))


def _but_product(line: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in line.items() if name != "product"}


def without_rounded_references(rows: pa.Table, table: Table) -> pa.Table:
    """The rows without references that a spreadsheet rounded: many records would join the one that is left."""
    for name in table.column_names:
        if not is_id(name) or name in table.key or name not in rows.column_names:
            continue
        column = rows.column(name)
        if not pc.any(pc.match_substring(column, "+")).as_py():
            continue
        kept = pc.if_else(pc.match_substring_regex(column, ROUNDED), pa.scalar(None, pa.string()), column)
        rows = rows.set_column(rows.schema.get_field_index(name), name, kept)
    return rows


def _is_ordered(column: pa.ChunkedArray) -> bool:
    """Whether every value is larger than the one before: most exports stand in the order of their keys."""
    if column.null_count:
        return False
    return bool(pc.all(pc.less(column.slice(0, len(column) - 1), column.slice(1))).as_py())


def _is_unique(column: pa.ChunkedArray) -> bool:
    filled = len(column) - column.null_count
    return bool(pc.count_distinct(column, mode="only_valid").as_py() == filled)


def check_scale(good: pa.Table, entity: str) -> None:
    """Refuse answers on a scale such as 1 to 5 or 1 to 7: that is satisfaction, not the likelihood to recommend.

    Raises:
        RefusedError: twenty answers or more, none above 7.
    """
    if entity != "surveys" or len(good.column("score").drop_null()) < FEWEST_FOR_SCALE:
        return
    ends = pc.min_max(good.column("score")).as_py()
    if ends["max"] <= LARGEST_OTHER_SCALE:
        raise RefusedError(
            "nps_scale",
            N_("All {n} scores lie between {low} and {high}: this is not the 0 to 10 scale of NPS."),
            N_("Export the answers to “how likely are you to recommend us”, 0 to 10; scores are never rescaled."),
            n=good.num_rows,
            low=ends["min"],
            high=ends["max"],
        )
