"""Numbers as people and programs write them; the decimal mark is decided for a column, never for a cell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from data.mapping.words import meanings, word_key

BLANK = "[ '’]"
BLANKS = "[\u00a0\u2000-\u200a\u202f\u205f\u3000\t]"
SHAPES = {
    ".": re.compile(rf"^(?:\d+|\d{{1,3}}(?:,\d{{3}})+|\d{{1,3}}(?:{BLANK}\d{{3}})+)(?:\.\d+)?$", re.ASCII),
    ",": re.compile(rf"^(?:\d+|\d{{1,3}}(?:\.\d{{3}})+|\d{{1,3}}(?:{BLANK}\d{{3}})+)(?:,\d+)?$", re.ASCII),
}
TIMES = {
    "k": 3, "nghìn": 3, "ngàn": 3, "ng": 3, "thousand": 3,
    "tr": 6, "triệu": 6, "m": 6, "mn": 6, "mio": 6, "million": 6,
    "tỷ": 9, "tỉ": 9, "ty": 9, "b": 9, "bn": 9, "billion": 9,
}  # fmt: skip
WRITTEN = re.compile(
    r"^(?P<before>[^\d.,()+\-−]*)(?P<sign>-?)\s*(?P<core>\d[\d.,\s'’]*?)\s*(?P<after>[^\d.,()]*)$", re.ASCII
)
PROVES = {
    ".": re.compile(
        r"^(\d+\.(\d{1,2}|\d{4,})|0\.\d+|\d{4,}\.\d+|\d{1,3}(,\d{3})+\.\d+|\d{1,3}(,\d{3}){2,})$", re.ASCII
    ),
    ",": re.compile(r"^(\d+,(\d{1,2}|\d{4,})|0,\d+|\d{4,},\d+|\d{1,3}(\.\d{3})+,\d+|\d{1,3}(\.\d{3}){2,})$", re.ASCII),
}
IN_BRACKETS = re.compile(r"^(?P<sign>[^\d(]{0,4})\((?P<inside>[^()]+)\)$")
SPACED = re.compile(rf"^\d{{1,3}}(?:{BLANK}\d{{3}})+([.,])\d+$", re.ASCII)
LABELLED = (
    re.compile(r"^(?P<score>\d{1,2})\s*(?:[-–—=:.)]\s*|\(\s*|\s)(?=[^\W\d_])[^\d%]*$"),
    re.compile(r"^[^\W\d_][^\d%]*[\s(:=–-](?P<score>\d{1,2})\)?$"),
    re.compile(r"^(?P<score>\d{1,2}) ?/ ?10$"),
)
STARS = re.compile(r"\bstars?\b|\bsao\b|[⭐★]", re.IGNORECASE)
UNSURE = re.compile(r"^[1-9]\d{0,2}([.,])\d{3}$", re.ASCII)


@dataclass(frozen=True)
class Written:
    """A number taken apart: its digits and marks, sign, power of ten, currency, and whether it is a percentage."""

    core: str
    is_negative: bool
    power: int
    currency: str | None
    is_percent: bool


def take_apart(text: str) -> Written | None:
    """The parts of a written number, or None where the text is no number in any locale."""
    text = re.sub(BLANKS, " ", text).strip().replace("−", "-")
    n_minus = 0
    if text.endswith(")") and (found := IN_BRACKETS.match(text)):
        n_minus, text = 1, found["sign"] + found["inside"].strip()
    if text.endswith("-"):
        n_minus, text = n_minus + 1, text[:-1].rstrip()
    if text[:1] in "+-" and text:
        n_minus, text = n_minus + (text[0] == "-"), text[1:].lstrip()
    found = WRITTEN.match(text)
    if not found or not text.isprintable() or n_minus + len(found["sign"]) > 1:
        return None
    is_negative = bool(n_minus or found["sign"])
    before, after = found["before"].strip().casefold(), found["after"].strip().casefold()
    power, currency, is_percent = 0, None, False
    for word in [word for part in (before, after) for word in part.split()]:
        if word == "%" and not is_percent:
            is_percent = True
        elif word in TIMES and not power and word in after.split():
            power = TIMES[word]
        elif currency_of(word) and currency is None:
            currency = currency_of(word)
        else:
            return None
    return Written(found["core"].strip(), is_negative, power, currency, is_percent)


def labelled_score(text: str) -> str:
    """The number of an answer that carries words: ``10 - Very likely``, ``Rất sẵn lòng (10)``, ``9/10``."""
    found = next((found for shape in LABELLED if (found := shape.match(text))), None)
    return found["score"] if found and not STARS.search(text) else text


def currency_of(word: str) -> str | None:
    """The ISO code that a sign or name means; None where it is none that is known."""
    return meanings("currency").get(word_key(word)) or meanings("currency").get(word.casefold())


def canonical(written: Written, mark: str) -> str | None:
    """The number as plain decimal text, or None where it does not fit the decimal mark."""
    if not SHAPES[mark].match(written.core):
        return None
    digits = re.sub(rf"{BLANK}|{re.escape(',' if mark == '.' else '.')}", "", written.core).replace(",", ".")
    try:
        value = Decimal(digits).scaleb(written.power)
    except InvalidOperation:
        return None
    return f"{-value if written.is_negative else value:f}"


@dataclass
class MarkEvidence:
    """What a column's values say about its decimal mark: values that prove either, and values that fit both.

    ``is_scaled``: one that fits both is in thousands or more: 1.250 tỷ is a whole amount of dong either way.
    """

    proof: dict[str, str]
    unsure: dict[str, str]
    currencies: set[str]
    is_scaled: bool = False

    @property
    def decided(self) -> str | None:
        """The mark, when just one is proven."""
        return next(iter(self.proof)) if len(self.proof) == 1 else None


def weigh_marks(values: Iterable[str]) -> MarkEvidence:
    """Gather the evidence of distinct values; ``unsure`` is keyed by the mark that stands in the value."""
    evidence = MarkEvidence({}, {}, set())
    for value in values:
        written = take_apart(value)
        if written is None:
            continue
        if written.currency:
            evidence.currencies.add(written.currency)
        spaced = SPACED.match(written.core)
        unsure = UNSURE.match(written.core)
        if spaced:
            evidence.proof.setdefault(spaced[1], value)
        elif unsure:
            evidence.unsure.setdefault(unsure[1], value)
            evidence.is_scaled |= bool(written.power)
        else:
            for mark, shape in PROVES.items():
                if shape.match(written.core):
                    evidence.proof.setdefault(mark, value)
    return evidence
