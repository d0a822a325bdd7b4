"""What detractors write that promoters do not, and the other way round: simple term statistics that can be checked.

A term is a word or up to six words side by side, since a Vietnamese word is often two syllables written apart. It
counts once a comment.
"""

from __future__ import annotations

import bisect
import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pandas as pd

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
CLAUSE_END = re.compile(r"[.,;:!?…()\[\]\"“”\n\r/|–—]+")
PRIOR_SHARE = 0.25
"""What the prior weighs against the comments themselves: it keeps words that hardly occur from standing out."""

FEWEST_COMMENTS = 20
FEWEST_A_SIDE = 5
FEWEST_WITH_TERM = 3
NOTABLE = 1.96
ALIKE = 0.8
MOST_TERMS = 8
LONGEST = 6


@dataclass(frozen=True)
class Theme:
    """A term with the comments of each side that hold it.

    ``z`` is above 0 where detractors use it more. ``comments`` are places in the lists that :func:`themes` was given:
    the detractors' comments first, then the promoters'.
    """

    term: str
    n_detractors: int
    n_promoters: int
    z: float
    comments: frozenset[int]


@dataclass(frozen=True)
class Themes:
    """What each side says more than the other, the clearest first; both empty where there are too few comments."""

    detractors: tuple[Theme, ...]
    promoters: tuple[Theme, ...]
    n_detractors: int
    n_promoters: int

    @property
    def is_enough(self) -> bool:
        """Whether there are comments enough on both sides to compare them."""
        fewest = min(self.n_detractors, self.n_promoters)
        return self.n_detractors + self.n_promoters >= FEWEST_COMMENTS and fewest >= FEWEST_A_SIDE


def terms_of(comment: str, stop_words: Collection[str]) -> tuple[str, ...]:
    """The words and phrases of a comment, NFC and casefolded, each once, in the order in which they begin.

    A phrase is two to six words side by side within a clause. Neither it nor a word alone begins or ends with a stop
    word; a letter alone is no word.
    """
    found: dict[str, None] = {}
    for clause in CLAUSE_END.split(unicodedata.normalize("NFC", comment).casefold()):
        words: list[str] = WORD.findall(clause)
        may_end = [word not in stop_words for word in words]
        for start, may_begin in enumerate(may_end):
            if not may_begin:
                continue
            for end in range(start + 1, min(start + LONGEST, len(words)) + 1):
                if may_end[end - 1] and (end > start + 1 or len(words[start]) > 1):
                    found[" ".join(words[start:end])] = None
    return tuple(found)


def log_odds(counts: npt.ArrayLike, other_counts: npt.ArrayLike, prior: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """The z-score of each term's log-odds ratio between two corpora, with a Dirichlet prior of ``prior`` counts.

    The difference of ``ln((y + a)/(n + A - y - a))``, over the square root of ``1/(y + a) + 1/(y' + a)``, where ``A``
    is the sum of the prior. Source: Monroe, Colaresi & Quinn 2008, *Fightin' Words*, Political Analysis 16(4).
    """
    one = np.asarray(counts, dtype=float)
    other = np.asarray(other_counts, dtype=float)
    added = np.asarray(prior, dtype=float)
    total = float(added.sum())
    with_prior, other_with_prior = one + added, other + added
    odds = np.log(with_prior / (one.sum() + total - with_prior))
    other_odds = np.log(other_with_prior / (other.sum() + total - other_with_prior))
    return np.asarray((odds - other_odds) / np.sqrt(1 / with_prior + 1 / other_with_prior), dtype=float)


def themes(detractors: Sequence[str], promoters: Sequence[str], stop_words: Collection[str]) -> Themes:
    """The terms that set the two sides apart at 95 %, at most eight a side, each in three comments or more.

    The prior spreads over the terms as these comments together do, and weighs a quarter of them. Of terms that stand in
    nearly the same comments (four of five) one is shown: the longer of two where one is part of the other, else the
    clearer.
    """
    counted = Themes((), (), len(detractors), len(promoters))
    if not counted.is_enough:
        return counted
    holding: dict[str, list[int]] = {}
    for place, comment in enumerate([*detractors, *promoters]):
        for term in terms_of(comment, stop_words):
            holding.setdefault(term, []).append(place)
    if not holding:
        return counted
    terms = list(holding)
    first = np.array([bisect.bisect_left(places, len(detractors)) for places in holding.values()], dtype=float)
    both = np.array([len(places) for places in holding.values()], dtype=float)
    scores = log_odds(first, both - first, PRIOR_SHARE * both)
    often = np.flatnonzero(both >= FEWEST_WITH_TERM).tolist()
    known = {
        terms[i]: Theme(
            terms[i], int(first[i]), int(both[i] - first[i]), float(scores[i]), frozenset(holding[terms[i]])
        )
        for i in often
    }
    whole = _whole(known)
    return Themes(
        _distinct([theme for theme in whole if theme.z >= NOTABLE]),
        _distinct([theme for theme in whole if theme.z <= -NOTABLE]),
        len(detractors),
        len(promoters),
    )


def themes_of(comments: pd.DataFrame, stop_words: Collection[str]) -> Themes:
    """The themes of the rows of ``nps_comments``; a theme's comments are named by their row in that frame.

    Passives take no part; neither do comments on answers that do not count.
    """
    counts = comments["is_latest"].astype(bool).to_numpy()
    score = comments["score"].to_numpy()
    low, high = np.flatnonzero(counts & (score <= 6)), np.flatnonzero(counts & (score >= 9))
    texts = comments["comment"].astype(str)
    found = themes(texts.iloc[low].tolist(), texts.iloc[high].tolist(), stop_words)
    rows = np.concatenate([low, high]).tolist()
    return replace(found, detractors=_placed(found.detractors, rows), promoters=_placed(found.promoters, rows))


def _placed(found: Sequence[Theme], rows: Sequence[int]) -> tuple[Theme, ...]:
    return tuple(replace(theme, comments=frozenset(rows[place] for place in theme.comments)) for theme in found)


def _whole(known: Mapping[str, Theme]) -> list[Theme]:
    """The terms that are not mere parts: a part stands nearly always inside longer terms, one or several together."""
    inside: dict[str, set[int]] = {}
    for theme in known.values():
        words = theme.term.split(" ")
        for length in range(1, len(words)):
            for start in range(len(words) - length + 1):
                part = " ".join(words[start : start + length])
                if part in known:
                    inside.setdefault(part, set()).update(theme.comments)
    return [
        theme
        for theme in known.values()
        if len(inside.get(theme.term, ())) < ALIKE * len(theme.comments)
    ]  # fmt: skip


def _distinct(found: Sequence[Theme]) -> tuple[Theme, ...]:
    """The clearest terms, of those in nearly the same comments the first; equals in the order in which they came."""
    kept: list[Theme] = []
    for theme in sorted(found, key=lambda theme: -round(abs(theme.z), 9)):
        if len(kept) == MOST_TERMS:
            break
        if not any(_says_the_same(theme, other) for other in kept):
            kept.append(theme)
    return tuple(kept)


def _says_the_same(theme: Theme, other: Theme) -> bool:
    shared = len(theme.comments & other.comments)
    if set(theme.term.split(" ")) & set(other.term.split(" ")):
        return shared >= ALIKE * min(len(theme.comments), len(other.comments))
    return shared >= ALIKE * len(theme.comments | other.comments)
