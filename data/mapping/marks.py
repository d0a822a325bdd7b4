"""Which sign is the decimal mark of each column of numbers, as the whole column and the rest of the file tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from data.mapping.asking import which_mark
from data.mapping.cross_checks import mark_by_product
from data.mapping.deciding import NOTHING_EARLIER, By, Decided
from data.mapping.earlier import Earlier
from data.mapping.numbers import MarkEvidence, take_apart, weigh_marks
from data.reading.answers import Answers
from data.reading.table import TextTable
from domain.errors import RefusedError
from domain.message import N_

PLAIN_NUMBER = r"\d+"
TELLS_NOTHING_MORE = {
    ".": r"\d+(?:\.\d+)?|[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?",
    ",": r"\d+(?:,\d+)?|[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?",
}
"""Once a column has proven its decimal mark: the shapes of numbers that cannot prove the other one."""

UNSURE_AGAIN = {".": r"[1-9]\d{0,2}\.\d{3}", ",": r"[1-9]\d{0,2},\d{3}"}
"""Numbers that fit both marks, once one such number has been seen."""

LOOKED_AT = 2000


def decimal_marks(
    table: TextTable,
    positions: Sequence[int],
    money: Mapping[int, bool],
    is_vnd: bool,
    answers: Answers,
    *,
    factors: tuple[int, int, int] | None = None,
    earlier: Earlier = NOTHING_EARLIER,
) -> Decided:
    """The decimal mark of each number column; of one that holds numbers and text, that of its text.

    ``money`` says which positions hold amounts; ``is_vnd`` that the file's amounts are known to be dong;
    ``factors`` are the positions of quantity, unit price and amount, where the file has all three.

    Raises:
        RefusedError: one column proves both marks.
        QuestionError: a column such as 12,500 everywhere, and nothing else in the file tells.
    """
    evidence = {position: _mark_evidence(table, position) for position in positions}
    if not answers.decimal:
        _refuse_both_marks(table, evidence)
    numbers = {position for position in positions if _is_stored(table, position)}
    proven = {found.decided for position, found in evidence.items() if found.decided and position not in numbers}
    of_money = {position for position, found in evidence.items() if money.get(position) and found.decided} - numbers
    told = None
    is_open = any(found.unsure for found in evidence.values())
    if not proven and not answers.decimal and factors and is_open and not table.written.keys() & set(factors):
        told = mark_by_product(table, factors, dict.fromkeys(numbers, "."))
        proven |= {told.reading} if told else set()
    marks: dict[int, str | None] = {}
    by: dict[int, By] = {}
    for position, found in evidence.items():
        is_money = money.get(position, False)
        if answers.decimal and position not in numbers:
            marks[position], by[position] = answers.decimal, By.ANSWER
        elif found.decided:
            marks[position], by[position] = found.decided, By.VALUE
        elif len(proven) == 1 and (told or not is_money or not _makes_thousandths(found, proven, of_money)):
            marks[position], by[position] = next(iter(proven)), By.AGREEMENT if told else By.LIKE_OTHERS
        elif not found.unsure:
            marks[position] = "."
        else:
            is_dong = is_money and _are_dong(found, is_vnd=is_vnd)
            before = earlier.decimal if not proven else None
            marks[position], by[position] = _open_mark(
                table, positions, position, found, is_dong=is_dong, is_money=is_money, before=before
            )
    telling = {position for position, found in evidence.items() if found.decided or found.unsure}
    sure = {marks[position] for position in telling}
    is_sure = len(sure) == 1 and not table.stored  # a workbook's numbers have no mark
    return Decided(
        marks,
        next(iter(sure)) if is_sure else None,
        {position: each for position, each in by.items() if position in telling or evidence[position].proof},
        {position: next(iter([*evidence[position].proof.values(), *evidence[position].unsure.values()]))
         for position in telling},
        dict.fromkeys(telling, told) if told else {},
    )  # fmt: skip


def _makes_thousandths(found: MarkEvidence, proven: set[str], of_money: set[int]) -> bool:
    """Whether a mark that no column of amounts proves would give amounts such as 12.500 three decimals.

    A program writes a probability as 0.35 beside amounts that people typed with points between their thousands.
    """
    return not of_money and bool(proven & found.unsure.keys())


def _refuse_both_marks(table: TextTable, evidence: Mapping[int, MarkEvidence]) -> None:
    for position, found in evidence.items():
        if len(found.proof) > 1:
            raise RefusedError(
                "mixed_numbers",
                N_("“{header}” mixes decimal points and decimal commas, such as {one} and {other}."),
                N_("Export the numbers in one form, or say --decimal and the others are held back."),
                header=table.columns[position],
                one=found.proof["."],
                other=found.proof[","],
            )


def _are_dong(found: MarkEvidence, *, is_vnd: bool) -> bool:
    """Whether amounts are whole dong: those in millions of dong may well have decimals."""
    return not found.is_scaled and (is_vnd or found.currencies == {"VND"})


def _open_mark(
    table: TextTable,
    positions: Sequence[int],
    position: int,
    found: MarkEvidence,
    *,
    is_dong: bool,
    is_money: bool,
    before: str | None,
) -> tuple[str, By]:
    """The mark of a column that fits both and that no other needed column tells; asks where nothing else does."""
    likely = _likely_mark(found, is_dong=is_dong, before=before)
    if likely is not None:
        return likely, By.CURRENCY if is_dong else By.EARLIER
    told = _mark_of_others(table, positions)
    if told is None or (is_money and told in found.unsure):  # thousandths: see _makes_thousandths
        raise which_mark(table.columns[position], found)
    return told, By.LIKE_OTHERS


def _mark_of_others(table: TextTable, positions: Sequence[int]) -> str | None:
    """The mark that the columns of numbers prove which nobody needs, where all of them prove the same one."""
    proven: set[str] = set()
    for position in set(range(len(table.columns))) - set(positions):
        cells = [cell for cell in table.texts(position).slice(0, LOOKED_AT).to_pylist() if cell]
        if cells and not _is_stored(table, position) and all(take_apart(cell) for cell in cells):
            proven |= _mark_evidence(table, position).proof.keys()
    return proven.pop() if len(proven) == 1 else None


def _likely_mark(found: MarkEvidence, *, is_dong: bool, before: str | None) -> str | None:
    """The mark of a column that fits both: dong have no fractions, else as an earlier load proved; None: ask.

    The two must not contradict each other.
    """
    if len(found.unsure) != 1:
        return None
    whole = "," if "." in found.unsure else "."
    if is_dong:
        return whole if before in (None, whole) else None
    return before


def _is_stored(table: TextTable, position: int) -> bool:
    """Whether the column's cells are numbers, and no text that reads as one: no answer changes what they are."""
    return bool(table.stored) and "number" in table.stored[position] and position not in table.written


def _mark_evidence(table: TextTable, position: int) -> MarkEvidence:
    if _is_stored(table, position):
        return MarkEvidence({".": ""}, {}, set())
    texts = table.texts(position)
    if position in table.written:
        lines = pa.array(table.written[position], pa.int64())
        texts = texts.filter(pc.is_in(table.rows["line_no"].combine_chunks(), value_set=lines))
    found = weigh_marks(dict.fromkeys(texts.slice(0, LOOKED_AT).to_pylist()))
    shapes = [PLAIN_NUMBER, *(UNSURE_AGAIN[mark] for mark in found.unsure)]
    shapes += [TELLS_NOTHING_MORE[found.decided]] if found.decided else []
    ordinary = f"^-?(?:{'|'.join(shapes)})$"
    rest = texts.filter(pc.invert(pc.match_substring_regex(texts, ordinary)))
    more = weigh_marks(pc.unique(rest).to_pylist())
    return MarkEvidence(
        {**more.proof, **found.proof},
        {**more.unsure, **found.unsure},
        found.currencies | more.currencies,
        found.is_scaled or more.is_scaled,
    )
