"""Amounts before what an accountant takes off them: discounts, returns, value added tax that stand in other columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from data.mapping.headers import header_key
from data.mapping.recognising import Recognised, told_columns
from data.mapping.values import Cells
from data.reading.answers import Answers
from data.reading.table import Notice, TextTable
from domain.errors import QuestionError
from domain.message import N_, Message

AMOUNT_LESS = "I_AMOUNT_LESS"
MONEY = pa.decimal128(18, 2)
TOLERANCE = 0.005
MOSTLY = 0.9
TAX = ("thue", "tienthue")
TAX_RATES = frozenset({"0", "5", "8", "10"})
"""The rates of value added tax in Viet Nam: no column of amounts in dong holds nothing else."""


def deducted(found: Recognised, table: TextTable, answers: Answers) -> tuple[int, ...]:
    """Positions of what is taken off the amount: the export says so of the header that holds it.

    Raises:
        QuestionError: a column that should hold amounts holds rates, which cannot be taken off.
    """
    held = found.sources.get("amount", ())
    if not held:
        return ()
    less = found.export.less.get(header_key(table.columns[held[0][0]]), frozenset())
    if not less:
        return ()
    used = told_columns(table.columns, answers)[1]
    used |= {position for sources in found.sources.values() for position, _ in sources}
    places = [place for place, name in enumerate(table.columns) if header_key(name) in less and place not in used]
    for place in places:
        _refuse_rates(table, place, table.columns[held[0][0]])
    return tuple(places)


def _refuse_rates(table: TextTable, position: int, amount: str) -> None:
    header = table.columns[position]
    values = [value for value in pc.unique(table.texts(position)).to_pylist() if value]
    is_tax = header_key(header).startswith(TAX)
    told = [value for value in values if value.endswith("%") or (is_tax and value in TAX_RATES)]
    if told and len(told) == len(values) and any(value.strip("0%") for value in told):
        raise QuestionError(
            "rates_not_amounts",
            N_("“{header}” holds rates such as {example}, so it cannot be taken off “{amount}”."),
            "--map",
            {f"{header}=": N_("count the amounts as they are")},
            header=header,
            example=next(value for value in told if value.strip("0%")),
            amount=amount,
        )


def net_amounts(
    typed: Mapping[str, pa.Array], parts: Mapping[int, Cells], columns: Sequence[str], held: int
) -> tuple[pa.Array, tuple[Notice, ...]]:
    """The amounts less ``parts``, and a notice that says so; as they are where they are net already.

    ``typed``: the converted columns; ``columns`` are the headers, that of the amounts at ``held``. A part that is
    written with a minus throughout is added. That amounts are net already is seen where they and the parts make
    quantity times price.
    """
    amount = typed["amount"]
    off = None
    for cells in parts.values():
        known = pc.fill_null(cells.values, pa.scalar(0, cells.values.type))
        signed = pc.negate(known) if _is_written_negative(known, amount) else known
        off = signed if off is None else pc.add(off, signed).cast(MONEY)
    if off is None or not pc.any(pc.not_equal(off, pa.scalar(0, off.type))).as_py():
        return amount, ()
    if _are_net(typed["quantity"], typed["unit_price"], amount, off):
        return amount, ()
    text = N_("“{header}” is counted less “{less}”.")
    notice = Notice(
        AMOUNT_LESS, Message(text, {"header": columns[held], "less": "”, “".join(columns[at] for at in parts)})
    )
    return pc.subtract(amount, off).cast(MONEY), (notice,)


def _is_written_negative(part: pa.Array, amount: pa.Array) -> bool:
    largest, of_amounts = pc.max(part).as_py(), pc.max(amount).as_py()
    return largest is not None and of_amounts is not None and largest <= 0 < of_amounts


def _are_net(quantity: pa.Array, price: pa.Array, amount: pa.Array, off: pa.Array) -> bool:
    """Whether quantity × price is the amount and what is taken off it together, in nearly every row that tells."""
    gross, net, less = (
        column.cast(pa.float64()) for column in (pc.multiply(quantity, price).cast(pa.float64()), amount, off)
    )
    tells = pc.and_(pc.is_valid(gross), pc.and_(pc.is_valid(net), pc.greater(pc.abs(less), 0)))
    gross, net, less = (column.filter(pc.fill_null(tells, False)) for column in (gross, net, less))
    if not len(gross):
        return False
    near = pc.less_equal(
        pc.abs(pc.subtract(pc.add(net, less), gross)), pc.add(pc.multiply(pc.abs(gross), TOLERANCE), 0.01)
    )
    return bool(pc.mean(near.cast(pa.float64())).as_py() >= MOSTLY)
