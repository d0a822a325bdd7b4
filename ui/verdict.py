"""Is it better, worse, or can nobody tell? One rule for every card, sentence and table."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.kpi import Direction, Kpi
from i18n.format import kpi_change
from i18n.translate import _


@dataclass(frozen=True)
class Verdict:
    """``colour`` is Streamlit's name of our colour: green better, red worse, gray no real difference."""

    sign: str
    colour: str
    words: str


def verdict(kpi: Kpi, change: float | None, is_real: bool | None, currency: str) -> Verdict | None:
    """How a change is shown; None where there is nothing to compare with.

    A change that chance explains, or of which that cannot be told, is grey; so is one that is neither good nor bad.
    """
    if change is None:
        return None
    text = kpi_change(change, kpi.unit, kpi.decimals, currency)
    if not any(letter in "123456789" for letter in text):
        return Verdict("●", "gray", _("unchanged"))
    sign = "▲" if change > 0 else "▼"
    if not is_real or kpi.direction is Direction.NEUTRAL:
        return Verdict(sign, "gray", text)
    is_better = (change > 0) == (kpi.direction is Direction.UP)
    return Verdict(sign, "green" if is_better else "red", text)


def is_uncertain(change: float | None, is_real: bool | None) -> bool:
    """Whether a reader must be told that chance may explain the change."""
    return bool(change) and is_real is not True
