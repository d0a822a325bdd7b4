"""Text to the canonical tables: which column is which, what its values mean."""

from __future__ import annotations

from data.mapping.converting import Converted, convert
from data.mapping.systems import system_names
from data.mapping.understanding import Understanding, understand, with_currency

__all__ = ["Converted", "Understanding", "convert", "system_names", "understand", "with_currency"]
