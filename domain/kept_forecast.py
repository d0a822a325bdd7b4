"""A forecast as the book keeps it, so that what was said can be held against what came."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from domain.scope import Scope


@dataclass(frozen=True)
class KeptForecast:
    """What was forecast for one period: from which snapshot, with what was known at the end of ``as_of``, and when.

    ``period`` is the period's public name; amounts in the reporting currency.
    """

    snapshot: str
    as_of: date
    scope: str
    period: str
    mean: float
    low80: float
    high80: float
    low95: float
    high95: float
    made_on: date


def scope_key(scope: Scope) -> str:
    """What a scope is called in the book: the same for the same viewer and choices, whatever their order."""
    chosen = {dimension.value: sorted(members) for dimension, members in scope.choices.items()}
    whole = {"role": scope.viewer.role.value, "email": scope.viewer.email, "customers": sorted(scope.customers)}
    return json.dumps({**whole, **chosen}, ensure_ascii=False, sort_keys=True)
