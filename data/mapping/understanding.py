"""What a table of text means: whose export it is, which column is which, how its dates and numbers are written."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow.compute as pc

from data.mapping.deciding import date_orders
from data.mapping.deductions import deducted
from data.mapping.earlier import PastLoad, earlier_reading
from data.mapping.evidence import currency_reasons, date_reasons, encoding_reason, mark_reasons, who_said
from data.mapping.headers import header_key, zone_in
from data.mapping.lacking import lacking
from data.mapping.marks import decimal_marks
from data.mapping.notices import notices_of, told_before, unit_notices
from data.mapping.numbers import currency_of
from data.mapping.recognising import Recognised, is_amount_computed, missing_columns, recognise
from data.mapping.systems import LeaveOut
from data.mapping.units import MoneyUnit, money_unit, unit_above, unit_in_header
from data.reading.answers import Answers
from data.reading.table import Notice, TextTable
from data.report import Reason
from domain.errors import QuestionError, RefusedError, UsageError
from domain.message import N_
from domain.tables import MONEY, TABLE_BY_FILE, Column, Kind, Table

STANDARD_ZONE = "Asia/Ho_Chi_Minh"
NUMBERS = (Kind.DECIMAL, Kind.RATIO, Kind.INTEGER)
MOMENTS = (Kind.DATE, Kind.TIMESTAMP)
LOST_ZERO = {"tax_code": (9, 12), "customer_tax_code": (9, 12), "phone": (9,), "customer_phone": (9,)}
"""Digits that a Vietnamese tax code or telephone number has left once its leading zero is gone."""


@dataclass(frozen=True)
class Understanding:
    """Everything that was decided about a table before a value is converted.

    ``columns``: header → canonical column or None (not used). ``sources``: canonical column → (position, unit),
    best first. ``date_order`` and ``decimal`` are the file's; ``orders`` and ``marks`` those of each position;
    ``proven`` says which of the two are sure enough to tell about a later file of the same source; ``why`` what
    every one of these decisions rests on. ``is_document_total``: the amounts are known to be those of whole invoices.
    ``units``: what the amounts of a position are counted in, where that is said. ``less``: positions of what is taken
    off the amounts.
    """

    system: str
    entity: str
    columns: Mapping[str, str | None]
    sources: Mapping[str, tuple[tuple[int, str], ...]]
    date_order: str | None
    decimal: str | None
    timezone: str
    currency_known: bool
    orders: Mapping[int, str | None] = field(default_factory=dict)
    marks: Mapping[int, str] = field(default_factory=dict)
    zones: Mapping[int, str] = field(default_factory=dict)
    leave_out: tuple[LeaveOut, ...] = ()
    warnings: tuple[Notice, ...] = ()
    told_words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    currency: str | None = None
    proven: Mapping[str, str] = field(default_factory=dict)
    why: tuple[Reason, ...] = ()
    is_document_total: bool = False
    units: Mapping[int, MoneyUnit] = field(default_factory=dict)
    less: tuple[int, ...] = ()

    @property
    def table(self) -> Table:
        """The canonical table of the rows."""
        return TABLE_BY_FILE[self.entity]


def understand(
    table: TextTable, answers: Answers, past: Sequence[PastLoad] = (), *, remembered: Collection[str] = ()
) -> Understanding:
    """Decide what the table is and how it is written.

    ``past``: what was loaded before, newest first. ``remembered``: the names of answers given for an earlier file.

    Raises:
        UsageError: ``--as`` names no kind of file.
        RefusedError: none of the known kinds, or a column that contradicts itself.
        QuestionError: one answer is needed: a column, an order of day and month, a decimal mark.
    """
    found = _recognised(table, answers)
    by_position = {
        position: found.table.column(column) for column, held in found.sources.items() for position, _ in held
    }
    less = deducted(found, table, answers)
    by_position |= {position: found.table.column("amount") for position in less}
    dates = [position for position, column in by_position.items() if column.kind in MOMENTS]
    numbers = [position for position, column in by_position.items() if column.kind in NUMBERS]
    units = _money_units(table, by_position, answers)
    in_parts = {position for position, unit in units.items() if unit.power}
    money = {position: is_money(by_position[position]) and position not in in_parts for position in numbers}
    earlier = earlier_reading(past, table.columns, found.system, found.entity)
    orders = date_orders(table, dates, answers, earlier)
    shown_in = _shown_currency(table, found, units) if answers.currency is None else None
    currency = answers.currency or (units[shown_in].currency if shown_in is not None else None)
    is_vnd = _is_vnd(table, found, currency)
    marks = decimal_marks(table, numbers, money, is_vnd, answers, factors=_factors(found), earlier=earlier)
    zone = answers.timezone or table.timezone or STANDARD_ZONE
    zones = {position: zone_in(table.columns[position]) or zone for position in dates}
    proven = {name: decided.proven for name, decided in (("date_order", orders), ("decimal", marks)) if decided.proven}
    return Understanding(
        found.system, found.entity, _by_header(table, found), _counted(found, is_less=bool(less)),
        _common(orders.values), _common(marks.values), zone,
        "currency" in found.sources or bool(currency), orders.values,
        {position: mark or "." for position, mark in marks.values.items()}, zones,
        tuple(rule for rule in found.export.leave_out if _position(table, rule.key) is not None),
        (*notices_of(table, found, orders.values), *told_before(table, orders, marks, earlier),
         *unit_notices(table, units)),
        _told_words(answers), currency, proven, (
            *(reason for reason in (encoding_reason(table, answers),) if reason),
            *date_reasons(table, orders, earlier, who_said(remembered, "date_order")),
            *mark_reasons(table, marks, earlier, who_said(remembered, "decimal")),
            *currency_reasons(table, shown_in, currency),
        ), _is_document_total(table, found), units, less,
    )  # fmt: skip


def _recognised(table: TextTable, answers: Answers) -> Recognised:
    """Which export the table is; every column that it needs is there, or is asked for."""
    if answers.entity and answers.entity not in TABLE_BY_FILE:
        raise UsageError(
            "entity",
            N_("“{given}” is no kind of file."),
            N_("Use one of: {known}."),
            given=answers.entity,
            known=", ".join(TABLE_BY_FILE),
        )
    found = recognise(table.columns, answers)
    if found is None:
        raise unknown_file(table)
    is_computed = is_amount_computed(found, table.columns)
    if not found.is_complete and not _lacks_nothing_asked(found, answers, is_computed=is_computed):
        raise lacking(table, found)
    _check_lost_zeros(table, found)
    return found


def _counted(found: Recognised, *, is_less: bool) -> Mapping[str, tuple[tuple[int, str], ...]]:
    """The sources; of an amount that something is taken off only the first, for the others are other amounts."""
    return {**found.sources, "amount": found.sources["amount"][:1]} if is_less else found.sources


def _is_document_total(table: TextTable, found: Recognised) -> bool:
    held = [header_key(table.columns[position]) for position, _ in found.sources.get("amount", ())]
    return bool(held) and found.export.document_totals.issuperset(held)


def _factors(found: Recognised) -> tuple[int, int, int] | None:
    """Positions of quantity, unit price and amount, where each is held by one header."""
    held = [found.sources.get(name, ()) for name in ("quantity", "unit_price", "amount")]
    return (held[0][0][0], held[1][0][0], held[2][0][0]) if all(len(each) == 1 for each in held) else None


def _lacks_nothing_asked(found: Recognised, answers: Answers, *, is_computed: bool) -> bool:
    """An amount can be worked out, and a list without invoice numbers counts once a person says that it is invoices."""
    missing = {
        names for names in missing_columns(found.table, found.sources) if names != ("amount",) or not is_computed
    }
    return not missing or (answers.entity == "invoices" and missing == {("invoice_id",)})


def _money_units(table: TextTable, by_position: Mapping[int, Column], answers: Answers) -> dict[int, MoneyUnit]:
    """What the amounts of each position are counted in: as its header says, else as the lines above the table do."""
    general = money_unit(answers.unit) if answers.unit else unit_above(table.above)
    units: dict[int, MoneyUnit] = {}
    for position, column in by_position.items():
        if is_money(column):
            unit = unit_in_header(table.columns[position]) or general
            if (unit is None or unit.currency is None) and table.currencies.get(position):
                unit = MoneyUnit(unit.text if unit else "", unit.power if unit else 0, table.currencies[position])
            if unit is not None:
                units[position] = unit
    return units


def _shown_currency(table: TextTable, found: Recognised, units: Mapping[int, MoneyUnit]) -> int | None:
    """The position of the amounts whose header, title or number format names their currency, if any does."""
    if "currency" in found.sources:
        return None
    for position, _ in (
        held for name in ("amount", "annual_amount", "unit_price") for held in found.sources.get(name, ())
    ):
        if position in units and units[position].currency:
            return position
        if table.currencies.get(position) == "":
            raise RefusedError(
                "mixed_currencies",
                N_("The amounts in “{header}” are shown in several currencies, and no column says which is which."),
                N_("Add a column with the currency of each row, or say --currency if all of them are in one."),
                header=table.columns[position],
            )
    return None


def is_money(column: Column) -> bool:
    """Whether a column holds amounts in the row's currency."""
    return column.unit == MONEY


def _by_header(table: TextTable, found: Recognised) -> dict[str, str | None]:
    columns: dict[str, str | None] = {name: None for name in table.columns if name}
    for column, held in found.sources.items():
        for position, _ in held:
            columns[table.columns[position]] = column
    return columns


def _common(decided: Mapping[int, str | None]) -> str | None:
    """The one answer of all columns, the most frequent where they differ, None where none was needed."""
    answers = [answer for answer in decided.values() if answer]
    return max(set(answers), key=lambda answer: (answers.count(answer), answer)) if answers else None


def _position(table: TextTable, key: str) -> int | None:
    return next((index for index, name in enumerate(table.columns) if header_key(name) == key), None)


def _told_words(answers: Answers) -> dict[str, dict[str, str]]:
    told: dict[str, dict[str, str]] = {}
    for header, meaning in answers.columns.items():
        column, colon, word = header.partition(":")
        if colon:
            told.setdefault(column, {})[word.strip().casefold()] = meaning
    return told


def _is_vnd(table: TextTable, found: Recognised, currency: str | None) -> bool:
    if "currency" not in found.sources:
        return (currency or "").upper() == "VND"
    values = pc.unique(table.texts(found.sources["currency"][0][0])).to_pylist()
    codes = {currency_of(value) for value in values if value}
    return codes == {"VND"}


def _check_lost_zeros(table: TextTable, found: Recognised) -> None:
    """Codes that begin with 0 and are stored as numbers have lost it: loading them would join the wrong records."""
    for column, lengths in LOST_ZERO.items():
        for position, _ in found.sources.get(column, ()):
            if not table.stored or "number" not in table.stored[position]:
                continue
            values = pc.unique(table.texts(position)).to_pylist()
            example = next((value for value in values if value.isdigit() and len(value) in lengths), None)
            if example:
                raise QuestionError(
                    "id_is_number",
                    N_("“{header}” is stored as numbers, so leading zeros are gone ({example})."),
                    "--map",
                    {f"{table.columns[position]}=": "leave this column out"},
                    header=table.columns[position],
                    example=example,
                )


def unknown_file(table: TextTable) -> RefusedError:
    """The refusal of a table that is none of ours."""
    seen = ", ".join(name for name in table.columns[:12] if name)
    return RefusedError(
        "unknown_file",
        N_("This is no kind of file that is known here. Its columns are: {columns}."),
        N_("Say what it is with --as, and which column is which with --map “Header=column”."),
        columns=seen,
    )
