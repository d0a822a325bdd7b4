"""What of a company's name says which company it is: legal form, punctuation, short forms and accents told apart."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from data.mapping.words import FOLDER
from domain.folding import fold

NO_FORM, NOTHING = "company", "nothing"
LONGEST_FORM, LONGEST_SHORT = 8, 5
INITIALS = re.compile(r"(?<!\w)\w(?:\.\w)+(?!\w)")
WORDS = re.compile(r"&|[^\W_]+")
TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
STROKE = "\u0335"


@dataclass(frozen=True)
class CompanyName:
    """One name, read. ``words`` are folded, ``written`` the same words with their accents, both without the form."""

    text: str
    words: tuple[str, ...]
    written: tuple[str, ...]
    form: str
    form_words: tuple[str, ...]
    was_shortened: bool

    @property
    def core(self) -> str:
        """The folded words without blanks: equal for names that may be one."""
        return "".join(self.words)


def read_name(text: str) -> CompanyName:
    """Take a name apart. ``form`` is empty where the name says none; a name of nothing but forms keeps its words."""
    pairs = [(_folded(word), word) for word in words_of(text)]
    rest, form, form_words = _without_form(pairs)
    shortened = _in_short(rest)
    return CompanyName(
        text,
        tuple(folded for folded, _ in shortened),
        tuple(written for _, written in shortened),
        form,
        tuple(form_words),
        shortened != rest,
    )


def words_of(text: str) -> list[str]:
    """The words of a name in lower case, with their accents; initials such as ``C.P.`` are one word."""
    plain = unicodedata.normalize("NFC", text).casefold().replace("\u00f0", "đ")  # Ð of old fonts only looks like Đ
    return WORDS.findall(INITIALS.sub(lambda found: found[0].replace(".", ""), plain))


def differs_by_accents(one: CompanyName, other: CompanyName) -> bool | None:
    """Whether two names with equal core differ by accents; None where the accents say that they are two names.

    Accents may be missing from one name altogether, the tone may stand on the next letter (hòa, hoà), and đ may be
    written d. Two names that both bear accents, and bear others, are two names: Minh Hà is not Minh Hạ.
    """
    first, second = "".join(one.written), "".join(other.written)
    if first == second:
        return False
    marks, others = _marks(first), _marks(second)
    if [letter for letter, _, _ in marks] != [letter for letter, _, _ in others]:
        return None
    for bare in (marks, others):
        if not any(shape or tone for _, shape, tone in bare):
            return True
    shapes = [shape - {STROKE} for _, shape, _ in marks]
    if shapes != [shape - {STROKE} for _, shape, _ in others]:
        return None
    tones, other_tones = _tones(marks), _tones(others)
    is_same = [tone for _, tone in tones] == [tone for _, tone in other_tones]
    is_near = is_same and all(abs(at - to) <= 1 for (at, _), (to, _) in zip(tones, other_tones, strict=True))
    return True if is_near else None


def is_spelled_as_a_syllable(word: str) -> bool:
    """Whether a folded word can be a Vietnamese syllable; a slip of the finger seldom leaves one."""
    return bool(SYLLABLE.fullmatch(word))


SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|gh|gi|ch|kh|ph|qu|th|tr|[bcdghklmnprstvx])?"
    r"(?:a|ac|ach|ai|am|an|ang|anh|ao|ap|at|au|ay|e|ec|em|en|eng|enh|eo|ep|et|eu|ech|i|ia|ich|iec|iem|ien|ieng|iep|iet|ieu"
    r"|im|in|inh|ip|it|iu|o|oa|oac|oach|oai|oam|oan|oang|oanh|oao|oap|oat|oay|oc|oe|oen|oeo|oet|oi|om|on|ong|ooc|oong|op"
    r"|ot|u|ua|uan|uang|uat|uay|uc|ue|uech|uenh|ui|um|un|ung|uo|uoc|uoi|uom|uon|uong|uop|uot|uou|up|ut|uu|uy|uya|uych"
    r"|uyen|uyet|uynh|uyt|uyu|y|ych|yem|yen|yet|yeu|ynh)"
)


def _marks(text: str) -> list[tuple[str, frozenset[str], frozenset[str]]]:
    """Letter by letter: the bare letter, the marks that make it another letter, and its tone."""
    found: list[tuple[str, frozenset[str], frozenset[str]]] = []
    for mark in unicodedata.normalize("NFD", text.replace("đ", f"d{STROKE}")):
        if mark == STROKE or unicodedata.combining(mark):
            letter, shape, tone = found.pop() if found else ("", frozenset(), frozenset())
            found.append((letter, shape, tone | {mark}) if mark in TONES else (letter, shape | {mark}, tone))
        else:
            found.append((mark, frozenset(), frozenset()))
    return found


def _tones(marks: Sequence[tuple[str, frozenset[str], frozenset[str]]]) -> list[tuple[int, frozenset[str]]]:
    return [(position, tone) for position, (_, _, tone) in enumerate(marks) if tone]


def _without_form(pairs: list[tuple[str, str]]) -> tuple[list[tuple[str, str]], str, list[str]]:
    """The words between the legal forms at the beginning and at the end, the form, and the words that said it."""
    rest, form, said = list(pairs), "", list[str]()
    while rest and (found := _outer_form(rest)) is not None:
        kind, cut, rest = found
        form = form or ("" if kind == NO_FORM else kind)
        said += [folded for folded, _ in cut]
    return rest, form, said


def _outer_form(rest: list[tuple[str, str]]) -> tuple[str, list[tuple[str, str]], list[tuple[str, str]]] | None:
    """The longest legal form that the words begin or end with: its kind, its words and the words left."""
    forms = _forms()
    if not _edges() & {rest[0][0], rest[-1][0]}:
        return None
    for size in range(min(LONGEST_FORM, len(rest) - 1), 0, -1):
        for cut, left, is_end in ((rest[:size], rest[size:], False), (rest[-size:], rest[:-size], True)):
            known = forms.get(tuple(folded for folded, _ in cut))
            if known is None or (known[1] == "english" and not is_end):
                continue
            if all(written in (folded, accented) for (folded, written), accented in zip(cut, known[2], strict=True)):
                return known[0], cut, left
    return None


def _in_short(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The words with every phrase that has a short form replaced by it; a name of nothing else stays as it is."""
    shorts = _shorts()
    out: list[tuple[str, str]] = []
    position = 0
    while position < len(pairs):
        if pairs[position][0] not in _beginnings():
            out.append(pairs[position])
            position += 1
            continue
        for size in range(min(LONGEST_SHORT, len(pairs) - position), 0, -1):
            short = shorts.get(tuple(folded for folded, _ in pairs[position : position + size]))
            if short is not None:
                out += [(word, word) for word in short]
                position += size
                break
        else:
            out.append(pairs[position])
            position += 1
    return out or pairs


@cache
def _forms() -> dict[tuple[str, ...], tuple[str, str, tuple[str, ...]]]:
    """Folded phrase → its kind of company, its language, and its words with accents; from ``words/legal_form.toml``."""
    return {
        tuple(fold(word) for word in words): (kind, language, words)
        for kind, lists in _read("legal_form").items()
        for language, texts in lists.items()
        for words in (tuple(words_of(text)) for text in texts)
    }


@cache
def _shorts() -> dict[tuple[str, ...], tuple[str, ...]]:
    """Folded phrase → its short form, from ``words/name_word.toml``; what counts for nothing maps to no word."""
    phrases: dict[tuple[str, ...], tuple[str, ...]] = {}
    for short, texts in _read("name_word").items():
        target = () if short == NOTHING else tuple(fold(short).split())
        phrases |= {tuple(fold(word) for word in words_of(text)): target for text in [*texts, " ".join(target)]}
    return {phrase: target for phrase, target in phrases.items() if phrase}


@cache
def _edges() -> frozenset[str]:
    """Every word that a legal form begins or ends with."""
    return frozenset(word for phrase in _forms() for word in (phrase[0], phrase[-1]))


@cache
def _beginnings() -> frozenset[str]:
    """Every word that begins a phrase with a short form."""
    return frozenset(phrase[0] for phrase in _shorts())


@lru_cache(maxsize=50_000)
def _folded(word: str) -> str:
    return fold(word)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
