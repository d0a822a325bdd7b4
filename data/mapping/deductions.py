"""Amounts before what an accountant takes off them: discounts, returns, value added tax that stand in other columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from data.mapping.headers import header_key
from data.mapping.recognising import Recognised
from data.mapping.values import Cells
from data.reading.table import Notice
from domain.message import N_, Message

AMOUNT_LESS = "I_AMOUNT_LESS"
MONEY = pa.decimal128(18, 2)
TOLERANCE = 0.005
MOSTLY = 0.9


def deducted(found: Recognised, columns: Sequence[str]) -> tuple[int, ...]:
    """Positions of what is taken off the amount: the export says so of the header that holds it."""
    held = found.sources.get("amount", ())
    if not held:
        return ()
    less = found.export.less.get(header_key(columns[held[0][0]]), frozenset())
    used = {position for sources in found.sources.values() for position, _ in sources}
    return tuple(place for place, name in enumerate(columns) if header_key(name) in less and place not in used)


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
