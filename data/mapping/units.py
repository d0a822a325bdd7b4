"""Units of money that stand beside the numbers: “Doanh thu (triệu đồng)”, “Amount ('000 USD)”, “ĐVT: 1.000 đ”."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from data.mapping.numbers import currency_of

TIMES = {
    3: ("nghìn", "nghin", "ngàn", "ngan", "thousands", "thousand", "1.000", "1,000", "1000", "'000s", "'000", "000s",
        "000", "ng", "k"),
    6: ("triệu", "trieu", "millions", "million", "1.000.000", "1,000,000", "1000000", "mio", "mn", "tr", "m"),
    9: ("tỷ", "tỉ", "billions", "billion", "bn", "b"),
}  # fmt: skip
LETTERS = frozenset({"k", "m", "b", "ng", "tr", "1.000", "1,000", "1000", "000", "1.000.000", "1,000,000", "1000000"})
"""No unit of money by themselves where nothing else says so: “(m)” may be metres, “(1000)” a count."""

CURRENCIES = (
    *("việt nam đồng", "vn đồng", "đồng", "dong", "vnđ", "vnd", "đ", "₫", "us dollars", "us dollar", "us$", "usd"),
    *("$", "euro", "eur", "€", "sgd", "gbp", "£", "jpy", "¥", "cny", "thb", "krw", "aud", "inr"),
)
POWERS = {word: power for power, words in TIMES.items() for word in words}
PIECE = re.compile("|".join(re.escape(word) for word in sorted([*POWERS, *CURRENCIES], key=len, reverse=True)))
LABEL = re.compile(
    r"^(?:đơn vị tính|đơn vị tiền tệ|đơn vị tiền|đơn vị|đvt|loại tiền|tiền tệ|units?|currency|amounts)\s*[:=\-]?\s*"
)
SAYS_SO = re.compile(r"^(?:đơn vị|đvt|loại tiền|tiền tệ|units?\b|currency\b|amounts in\b|in [^ ]+s?\b)")
IN_BRACKETS = re.compile(r"^(?P<label>.*\S)\s*[(\[](?P<unit>[^()\[\]]{1,40})[)\]]\s*$")
LAST_WORDS = re.compile(r"[\s_,/-]+(?P<unit>(?:in )?[^\s_]+(?: [^\s_]+)?)$")


@dataclass(frozen=True)
class MoneyUnit:
    """``power``: how many noughts were left out (0: none). ``currency``: its code, where that is said too.

    ``text`` are the words themselves.
    """

    text: str
    power: int
    currency: str | None


def money_unit(text: str, *, is_sure: bool = False) -> MoneyUnit | None:
    """The unit that the whole of a text names, or None. ``is_sure``: more than a letter that may mean other things."""
    words = LABEL.sub("", " ".join(text.casefold().replace("’", "'").split()).strip("()[] "))
    words = words.removeprefix("in ").strip()
    if not words:
        return None
    power, currency, is_named, position = 0, None, False, 0
    while position < len(words):
        if words[position] in " ./-" or words.startswith("of ", position):
            position += 3 if words[position] == "o" else 1
            continue
        found = PIECE.match(words, position)
        if not found:
            return None
        piece, position = found[0], found.end()
        if piece in POWERS and not power:
            power, is_named = POWERS[piece], is_named or piece not in LETTERS
        elif piece in CURRENCIES and currency is None:
            currency = currency_of(piece) or currency_of(piece.split()[-1])
        else:
            return None
    is_one = bool(currency or (power and (is_named or not is_sure)))
    return MoneyUnit(text.strip("()[] "), power, currency) if is_one else None


def without_unit(header: str) -> str:
    """The header without a unit of money in brackets at its end."""
    found = IN_BRACKETS.match(header)
    return found["label"] if found and money_unit(found["unit"], is_sure=True) else header


def unit_in_header(header: str) -> MoneyUnit | None:
    """The unit in brackets at the end of a header of amounts, or in its last words."""
    found = IN_BRACKETS.match(header.strip())
    if found:
        return money_unit(found["unit"])
    last = LAST_WORDS.search(header.strip())
    return money_unit(last["unit"], is_sure=True) if last else None


def unit_above(lines: Iterable[str]) -> MoneyUnit | None:
    """The unit that a line above the table names: “Đơn vị tính: triệu đồng”, “(in thousands of USD)”."""
    for line in lines:
        text = line.casefold().strip(" ()[]*")
        parts = [text, *(part.strip(" ()[]") for part in re.split(r"[|;–(]|\s-\s|\s{2,}|\t", text))]
        for part in parts:
            unit = money_unit(part) if SAYS_SO.match(part) else None
            if unit is not None:
                return MoneyUnit(LABEL.sub("", part), unit.power, unit.currency)
    return None
