"""What a person should know about a table that loads all the same."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from data.mapping.deciding import SERIAL_NUMBER, By, Decided
from data.mapping.earlier import Earlier
from data.mapping.evidence import as_before_dates, as_before_numbers, serial_numbers
from data.mapping.recognising import Recognised, is_amount_computed
from data.mapping.systems import system_title
from data.mapping.units import MoneyUnit
from data.mapping.words import nothing_in
from data.reading.table import Notice, TextTable
from domain.ids import ROUNDED, is_id
from domain.message import N_, Message
from domain.tables import Kind

NO_ID = ("null", "(null)", "\\n", "none", "nan", "n/a", "(blank)", "undefined", "-")
"""What programs write in the place of an id that is not known: text keeps it, and it joins what is not one."""

GROUPED_BY = frozenset(
    {"manager_id", "manager_email", "manager_name", "team", "region", "segment", "customer_id", "customer_name"}
)
LEAST_BLANK = 0.3


def notices_of(table: TextTable, found: Recognised, orders: Mapping[int, str | None]) -> tuple[Notice, ...]:
    """Everything odd about a table that loads all the same."""
    notices = list(table.warnings)
    if found.alike:
        systems = ", ".join(system_title(system) for system in found.alike)
        text = N_("The headers are those of {systems} alike, so no system is named.")
        notices.append(Notice("W_SYSTEM_UNSURE", Message(text, {"systems": systems})))
    if found.entity == "invoices" and "invoice_id" not in found.sources:
        text = N_("The file has no invoice numbers: every line counts as an invoice of its own.")
        notices.append(Notice("W_NO_INVOICE_NUMBER", Message(text)))
    if is_amount_computed(found, table.columns):
        quantity, price = (table.columns[found.sources[name][0][0]] for name in ("quantity", "unit_price"))
        text = N_("No column holds the amount of a line: it is worked out as “{quantity}” × “{price}”.")
        notices.append(Notice("W_AMOUNT_COMPUTED", Message(text, {"quantity": quantity, "price": price})))
    for column, held in found.sources.items():
        for position, _ in held:
            header = table.columns[position]
            if found.table.column(column).kind is Kind.TEXT:
                notices += _rounded(table, column, position)
                notices += _odd_ids(table, position) if is_id(column) else []
                notices += _words_for_nothing(table, column, position)
                notices += _told_once(table, position) if column in GROUPED_BY else []
            if orders.get(position) == SERIAL_NUMBER:
                notices.append(Notice("W_DATE_SERIAL", serial_numbers(header)))
    return tuple(notices)


def _rounded(table: TextTable, column: str, position: int) -> list[Notice]:
    """Numbers such as 9.01E+08 in a column of text: a spreadsheet rounded them before the file was written."""
    texts = table.texts(position)
    if not pc.any(pc.match_substring(texts, "+")).as_py():
        return []
    lost = texts.filter(pc.match_substring_regex(texts, ROUNDED))
    if not len(lost):
        return []
    header = table.columns[position]
    if not is_id(column):
        text = N_("“{header}” holds rounded numbers such as 9.01E+08: the digits were lost before.")
        return [Notice("W_SCIENTIFIC_TEXT", Message(text, {"header": header}))]
    text = N_("“{header}” holds ids that a spreadsheet rounded, such as {example}: they are lost, and join nothing.")
    return [Notice("W_SCIENTIFIC_TEXT", Message(text, {"header": header, "example": lost[0].as_py()}))]


def _odd_ids(table: TextTable, position: int) -> list[Notice]:
    """Ids that make one record of many, or many of one."""
    texts, header = table.texts(position), table.columns[position]
    notices = []
    if _all_match(texts, r"^\d+\.0$"):
        text = N_("“{header}” holds ids with “.0” behind them, such as {example}: they join no id without it.")
        notices.append(Notice("W_FLOAT_ID", Message(text, {"header": header, "example": texts[0].as_py()})))
    if table.stored and {"text", "number"} <= table.stored[position] and pc.any(pc.starts_with(texts, "0")).as_py():
        text = N_("“{header}” holds ids as text, some with a leading zero, and ids as numbers, which have lost theirs.")
        notices.append(Notice("W_LOST_ZERO", Message(text, {"header": header})))
    return notices


def _words_for_nothing(table: TextTable, column: str, position: int) -> list[Notice]:
    """What programs write where there is nothing: taken for that in place of a customer or manager, kept elsewhere."""
    taken = [word for word in nothing_in(column) if word]
    if not taken and not is_id(column):
        return []
    texts = table.texts(position)
    kept = [] if taken else [form for word in NO_ID for form in (word, word.upper(), word.capitalize())]
    found = texts.filter(pc.is_in(texts, value_set=pa.array(taken or kept, pa.string())))
    if len(found) < (1 if taken else 2):
        return []
    values = {"header": table.columns[position], "word": found[0].as_py(), "n": len(found)}
    if taken:
        text = N_("“{header}” holds “{word}” or the like in {n} rows: taken for nothing.")
    else:
        text = N_("“{header}” holds the word {word} in {n} rows: they count as one and the same.")
    return [Notice("W_NULL_WORD", Message(text, values))]


def _all_match(texts: pa.Array, shape: str) -> bool:
    return bool(len(texts)) and bool(
        pc.match_substring_regex(texts.slice(0, 1), shape)[0].as_py()
        and pc.all(pc.or_(pc.equal(texts, ""), pc.match_substring_regex(texts, shape))).as_py()
    )


def _told_once(table: TextTable, position: int) -> list[Notice]:
    """A column filled in the first line of each group alone, as reports are laid out."""
    texts = table.texts(position)
    filled = texts.filter(pc.greater(pc.binary_length(texts), 0))
    is_grouped = len(texts) > 2 and len(texts) - len(filled) >= LEAST_BLANK * len(texts) and texts[0].as_py() != ""
    if not is_grouped or len(filled) < 2 or pc.count_distinct(filled).as_py() < len(filled):
        return []
    text = N_(
        "“{header}” stands only in some lines, each time another, as in a report by groups: the others have none."
    )
    return [Notice("W_GROUPED", Message(text, {"header": table.columns[position]}))]


def unit_notices(table: TextTable, units: Mapping[int, MoneyUnit]) -> tuple[Notice, ...]:
    """Which amounts leave out noughts, as their header or a line above the table says."""
    text = N_("“{header}” is in {unit}: every amount of it was multiplied by {factor}.")
    return tuple(
        Notice(
            "W_MONEY_UNIT",
            Message(text, {"header": table.columns[position], "unit": unit.text, "factor": 10**unit.power}),
        )
        for position, unit in units.items()
        if unit.power
    )


def told_before(table: TextTable, orders: Decided, marks: Decided, earlier: Earlier) -> tuple[Notice, ...]:
    """Which readings rest on an earlier load, because nothing in this file tells."""
    dates = [table.columns[position] for position, by in orders.by.items() if by is By.EARLIER]
    numbers = [table.columns[position] for position, by in marks.by.items() if by is By.EARLIER]
    return (
        *(Notice("W_DATE_ORDER_AS_BEFORE", as_before_dates(header, earlier)) for header in dates),
        *(Notice("W_DECIMAL_AS_BEFORE", as_before_numbers(header, earlier)) for header in numbers),
    )
