"""Customers that are probably one: proposed with the reason, for a person to decide; nothing is merged here.

A proposal that is wrong costs more than one that is missed, so whatever speaks against a pair wins: two tax codes, two
legal forms, accents that say something else, a name that several customers bear.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from data.company_name import CompanyName, differs_by_accents, is_spelled_as_a_syllable, read_name
from data.identity import Apart
from domain.folding import squeeze
from domain.message import N_, Message
from domain.read import Read

MOST_SHARING = 5
"""A code or a name that more customers bear is a placeholder, or common: it says nothing about any two of them."""
SHORTEST_TYPED, AFFIX = 8, 4
SHORTEST_WORD, SHORTEST_FOREIGN, SHORTEST_REPLACED = 4, 6, 9


@dataclass(frozen=True)
class Compared:
    """One customer with what speaks for and against its being another."""

    customer_id: str
    label: str
    name: str
    tax_code: str
    is_listed: bool
    n_revenue_rows: int
    n_tickets: int


@dataclass(frozen=True)
class Proposal:
    """Two customers that are probably one, and why: ``customer`` would count as ``into``."""

    customer: Compared
    into: Compared
    reasons: tuple[Message, ...]


@dataclass(frozen=True)
class Branch:
    """A customer whose tax code says that it is a branch of another: each counts on its own."""

    branch: Compared
    head: Compared


@dataclass(frozen=True)
class Likeness:
    """All that was found, the most rows behind it first."""

    proposals: tuple[Proposal, ...] = ()
    branches: tuple[Branch, ...] = ()


def read_customers(read: Read) -> list[Compared]:
    """The customers of a snapshot, in the order of their ids; empty where there is none."""
    frame = read("customers_compared", {})
    texts = frame[["customer_name", "tax_code"]].fillna("").astype(str)
    columns = (frame["customer_id"], frame["customer"], texts["customer_name"], texts["tax_code"], frame["is_listed"])
    counts = (frame["n_revenue_rows"], frame["n_tickets"])
    rows = zip(*(column.tolist() for column in (*columns, *counts)), strict=True)
    return [Compared(*row) for row in rows]


def find_alike(customers: Sequence[Compared], apart: Collection[Apart] = ()) -> Likeness:
    """Pairs that are probably one customer, except those said to be ``apart``, and branches by their tax code.

    Thousands of customers take well under a second: only those that share a code, a name or the ends of one are held
    against each other.
    """
    facts = [_Facts(customer) for customer in customers]
    codes = _groups((fact.code, fact) for fact in facts)
    for same in codes.values():
        if len(same) > MOST_SHARING:
            for fact in same:
                fact.code = ""
    said = {frozenset((_key(pair.customer_id), _key(pair.other_id))) for pair in apart}
    found: dict[frozenset[str], _Pair] = {}
    for code, same in codes.items():
        if len(same) <= MOST_SHARING:
            reason = Message(N_("same tax code {code}"), {"code": code})
            for one, other in combinations(same, 2):
                _add(found, said, one, other, (reason, *(_reasons_by_name(one, other) or ())))
    for same in _groups((fact.name.core, fact) for fact in facts if fact.name).values():
        for one, other in _clear_pairs(same):
            _add(found, said, one, other, _reasons_by_name(one, other))
    for one, other in _typed_pairs([fact for fact in facts if fact.name]):
        _add(found, said, one, other, (Message(N_("names differ by one slip of the finger")),))
    pairs = sorted(_without_roundabouts(found), key=lambda pair: pair.order)
    return Likeness(tuple(pair.proposal() for pair in pairs), _branches(facts))


class _Facts:
    """A customer with its name and tax code read."""

    def __init__(self, customer: Compared) -> None:
        self.customer = customer
        self.name: CompanyName | None = read_name(customer.name) if any(map(str.isalnum, customer.name)) else None
        self.code = _tax_key(customer.tax_code)

    @property
    def rank(self) -> tuple[bool, bool, int, str]:
        """Of two, the one that sorts first is the one that stays: listed, with a code, with more behind it."""
        one = self.customer
        return (not one.is_listed, not self.code, -one.n_revenue_rows - one.n_tickets, one.customer_id)

    def contradicts(self, other: _Facts) -> bool:
        """Whether tax codes or legal forms say that the two are not one."""
        if self.code and other.code:
            return self.code != other.code
        forms = {fact.name.form for fact in (self, other) if fact.name and fact.name.form}
        return len(forms) > 1


@dataclass(frozen=True)
class _Pair:
    stays: _Facts
    goes: _Facts
    reasons: tuple[Message, ...]

    @property
    def order(self) -> tuple[int, str, str]:
        rows = sum(fact.customer.n_revenue_rows + fact.customer.n_tickets for fact in (self.stays, self.goes))
        return (-rows, self.stays.customer.customer_id, self.goes.customer.customer_id)

    def proposal(self) -> Proposal:
        return Proposal(self.goes.customer, self.stays.customer, self.reasons)


def _add(
    found: dict[frozenset[str], _Pair],
    said: Collection[frozenset[str]],
    one: _Facts,
    other: _Facts,
    reasons: tuple[Message, ...] | None,
) -> None:
    stays, goes = sorted((one, other), key=lambda fact: fact.rank)
    ids = frozenset((one.customer.customer_id, other.customer.customer_id))
    if reasons and ids not in found and frozenset(map(_key, ids)) not in said:
        found[ids] = _Pair(stays, goes, reasons)


def _key(customer_id: str) -> str:
    """An id as the snapshot compares names: a customer known by name only may be spelled otherwise next time."""
    return " ".join(customer_id.casefold().split())


def _tax_key(code: str) -> str:
    """A tax code as ``0312345678`` or, of a branch, ``0312345678-001``; empty where it is none.

    A zero that a spreadsheet took from the beginning is put back. Twelve digits are a person's number.
    """
    if not code:
        return ""
    digits = "".join(letter for letter in code if letter.isdigit())
    if digits != squeeze(code):  # a foreign number, letters and all
        return squeeze(code) if len(digits) >= SHORTEST_TYPED else ""
    if len(digits) in (9, 12) and not digits.startswith("0"):
        digits = f"0{digits}"
    if len(digits) < SHORTEST_TYPED or len(set(digits)) == 1:
        return ""
    return f"{digits[:10]}-{digits[10:]}" if len(digits) == 13 else digits


def _groups(keyed: Iterable[tuple[str, _Facts]]) -> dict[str, list[_Facts]]:
    groups: dict[str, list[_Facts]] = defaultdict(list)
    for key, fact in keyed:
        if key:
            groups[key].append(fact)
    return {key: group for key, group in groups.items() if len(group) > 1}


def _clear_pairs(same: Sequence[_Facts]) -> list[tuple[_Facts, _Facts]]:
    """Pairs of one name, without a customer that would be as like two others that cannot be one."""
    if len(same) > MOST_SHARING:
        return []
    pairs = [pair for pair in combinations(same, 2) if not pair[0].contradicts(pair[1]) and _reasons_by_name(*pair)]
    beside: dict[str, list[_Facts]] = defaultdict(list)
    for one, other in pairs:
        beside[one.customer.customer_id].append(other)
        beside[other.customer.customer_id].append(one)
    torn = {
        customer_id
        for customer_id, others in beside.items()
        if any(one.contradicts(other) for one, other in combinations(others, 2))
    }
    return [pair for pair in pairs if not any(fact.customer.customer_id in torn for fact in pair)]


def _reasons_by_name(one: _Facts, other: _Facts) -> tuple[Message, ...] | None:
    """What alone tells two names of one core apart; None where they are two names."""
    first, second = one.name, other.name
    if first is None or second is None or first.core != second.core:
        return None
    by_accents = differs_by_accents(first, second)
    if by_accents is None:
        return None
    if squeeze(first.text) == squeeze(second.text) and not by_accents:
        ids = {"one": one.customer.customer_id, "other": other.customer.customer_id}
        return (Message(N_("same name, two ids: {one} and {other}"), ids),)
    reasons = []
    if by_accents:
        reasons.append(Message(N_("same name but for accents")))
    if sorted(first.form_words) != sorted(second.form_words):
        reasons.append(Message(N_("same name but for the legal form's wording")))
    if first.was_shortened or second.was_shortened:
        reasons.append(Message(N_("same name but for short forms of words")))
    return tuple(reasons) or (Message(N_("same name but for blanks, case and punctuation")),)


def _typed_pairs(facts: Sequence[_Facts]) -> list[tuple[_Facts, _Facts]]:
    """Pairs whose names are one letter apart, where that looks like a slip and not like another name."""
    import numpy as np
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    by_core: dict[str, list[_Facts]] = defaultdict(list)
    for fact in facts:
        if fact.name and len(fact.name.core) >= SHORTEST_TYPED:
            by_core[fact.name.core].append(fact)
    blocks: dict[str, list[str]] = defaultdict(list)
    for core in by_core:
        # one slip leaves the beginning or the end as it was
        blocks[f"{core[:AFFIX]}…"].append(core)
        blocks[f"…{core[-AFFIX:]}"].append(core)
    near: set[tuple[str, str]] = set()
    for cores in blocks.values():
        if len(cores) > 1:
            distances = process.cdist(cores, cores, scorer=OSA.distance, score_cutoff=1, dtype=np.uint8)
            rows, columns = np.nonzero(np.triu(distances == 1, k=1))
            near |= {(cores[row], cores[column]) for row, column in zip(rows.tolist(), columns.tolist(), strict=True)}
    pairs = [(one, other) for a, b in sorted(near) for one in by_core[a] for other in by_core[b]]
    return [pair for pair in pairs if not pair[0].contradicts(pair[1]) and _is_slip(*pair)]


def _is_slip(one: _Facts, other: _Facts) -> bool:
    """Whether two names one letter apart differ in one word only, and that word is no other word by design.

    A lost, doubled or swapped letter that turns a Vietnamese syllable into none; or such a one in a word of six letters
    or more that is none either way; or a replaced letter in a long word. Long and Lang are both names.
    """
    if one.name is None or other.name is None or len(one.name.words) != len(other.name.words):
        return False
    differing = [pair for pair in zip(one.name.words, other.name.words, strict=True) if pair[0] != pair[1]]
    if len(differing) != 1:
        return False
    first, second = differing[0]
    if any(letter.isdigit() for letter in first + second):
        return False
    shortest = min(len(first), len(second))
    is_swapped = sorted(first) == sorted(second)
    n_syllables = is_spelled_as_a_syllable(first) + is_spelled_as_a_syllable(second)
    if len(first) == len(second) and not is_swapped:
        return n_syllables < 2 and shortest >= SHORTEST_REPLACED
    return (n_syllables == 1 and shortest >= SHORTEST_WORD) or (n_syllables == 0 and shortest >= SHORTEST_FOREIGN)


def _without_roundabouts(found: dict[frozenset[str], _Pair]) -> list[_Pair]:
    """Of three that are one, two pairs are asked: each with the one that stays."""
    into: dict[str, set[str]] = defaultdict(set)
    for pair in found.values():
        into[pair.goes.customer.customer_id].add(pair.stays.customer.customer_id)
    return [
        pair
        for pair in found.values()
        if not into[pair.goes.customer.customer_id] & into[pair.stays.customer.customer_id]
    ]


def _branches(facts: Sequence[_Facts]) -> tuple[Branch, ...]:
    """Customers whose tax code is another's with a branch's number behind it, in the order of the codes."""
    heads = {fact.code: fact.customer for fact in sorted(facts, key=lambda fact: fact.rank, reverse=True) if fact.code}
    found = [(fact.code, fact.customer) for fact in facts if "-" in fact.code and fact.code[:10] in heads]
    return tuple(
        Branch(customer, heads[code[:10]])
        for code, customer in sorted(found, key=lambda pair: (pair[0], pair[1].label))
    )
