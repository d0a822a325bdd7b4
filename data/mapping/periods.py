"""Periods as targets and rates name them, in both languages, brought to 2025, 2025-Q3 or 2025-07."""

from __future__ import annotations

import re

from data.mapping.dates import read_moment
from data.mapping.words import word_key

YEAR = re.compile(r"^(?:nam |fy ?)?(\d{4})$", re.ASCII)
QUARTER = re.compile(r"^(?:quy |q)([1-4])[ /.-]*(?:nam )?(\d{4})$|^(\d{4})[ /.-]*q(?:uy )?([1-4])$", re.ASCII)
MONTH = re.compile(
    r"^(?:thang |t|m)?(0?[1-9]|1[0-2])[ /.-]+(?:nam )?(\d{4})$|^(\d{4})[ /.-]*(?:m)?(0[1-9]|1[0-2])$", re.ASCII
)


def read_period(text: str) -> str | None:
    """The period's public name, or None. The first day of a month stands for the month."""
    key = word_key(text)
    if found := YEAR.match(key):
        return found[1]
    if found := QUARTER.match(key):
        return f"{found[2] or found[3]}-Q{found[1] or found[4]}"
    if found := MONTH.match(key):
        return f"{found[2] or found[3]}-{int(found[1] or found[4]):02d}"
    moment = read_moment(text, "dmy")
    if moment and moment[8:10] == "01":
        return moment[:7]
    return None
