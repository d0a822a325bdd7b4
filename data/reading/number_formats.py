"""The currency that a workbook shows beside its amounts: it stands in their number format, not in the cells."""

from __future__ import annotations

import re
from collections.abc import Mapping

from defusedxml.ElementTree import fromstring

from data.mapping.numbers import currency_of

STYLES = "xl/styles.xml"
LOOKED_AT = 2 << 20
SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LOCALE = re.compile(r"\[\$(?P<sign>[^\]\-]*)(?:-[^\]]*)?\]")
QUOTED = re.compile(r'"([^"]*)"|\\(.)')
SIGN = re.compile(
    r"US\$|S\$|A\$|[$€£¥₫₩฿₹]|\b(?:VND|VNĐ|USD|EUR|GBP|JPY|SGD|THB|KRW|CNY|AUD|INR)\b|(?<!\w)đ(?!\w)", re.IGNORECASE
)


def money_styles(styles: bytes) -> dict[bytes, str]:
    """The number of each cell style whose number format names one currency, with that currency's code."""
    root = fromstring(styles)
    formats = {
        each.get("numFmtId"): currency_in_format(each.get("formatCode", "")) for each in root.iter(f"{SPACE}numFmt")
    }
    used = root.find(f"{SPACE}cellXfs")
    found = enumerate(formats.get(style.get("numFmtId")) for style in (used if used is not None else ()))
    return {str(number).encode(): code for number, code in found if code}


def currency_in_format(code: str) -> str | None:
    """The code of the currency that a number format shows; None for none, or for several."""
    text = LOCALE.sub(lambda found: f" {found['sign']} ", code)
    text = QUOTED.sub(lambda found: f" {found[1] or found[2] or ''} ", text)
    codes = {currency_of(sign) for sign in SIGN.findall(text)}
    return codes.pop() if len(codes) == 1 else None


def column_currencies(sheet: bytes, styles: Mapping[bytes, str]) -> dict[int, str]:
    """By column of a sheet, the currency in which its cells are shown; ``""`` where they are shown in several."""
    if not styles:
        return {}
    cells = re.compile(rb'<c r="([A-Z]{1,3})\d+" s="(' + b"|".join(sorted(styles)) + rb')"[^>]*>\s*<(?:v|f)\b')
    found: dict[int, str] = {}
    sample = sheet if len(sheet) <= 2 * LOOKED_AT else sheet[:LOOKED_AT] + sheet[-LOOKED_AT:]
    for letters, style in set(cells.findall(sample)):
        column = column_number(letters.decode())
        found[column] = styles[style] if found.get(column, styles[style]) == styles[style] else ""
    return found


def column_number(letters: str) -> int:
    """0 for A, 25 for Z, 26 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
