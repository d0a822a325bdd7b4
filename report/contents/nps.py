"""What customers say: the score, whether it moved, and one comment of each side that tells why."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from analytics.nps import reach
from analytics.registry import kpi_by_id
from analytics.themes import Themes, terms_of, themes_of
from i18n.format import percent
from i18n.translate import _
from report.contents.charts import over_time
from report.contents.facts import Facts
from report.contents.words import (
    driven_words,
    footnote,
    is_real,
    joined,
    moved_title,
    n_words,
    notes_on,
    reason,
    shown,
    spread_words,
    where,
    without_contacts,
)
from report.review import Slide

if TYPE_CHECKING:
    import pandas as pd

DETRACTOR, PROMOTER = 6, 9
FEWEST_WORDS = 4


def nps(facts: Facts, stop_words: Collection[str]) -> Slide | str:
    """The score, whether it moved, and one comment of each side that tells why; the reason where there is none."""
    answer = facts.answer("nps")
    if answer.value is None:
        return _("NPS is left out: {reason}", reason=reason(answer))
    comments = facts.rows("nps_comments")
    heard = reach(facts.read, facts.period, facts.as_of)
    covered = heard.coverage
    said = [driven_words(facts, kpi_by_id("nps")) if is_real(answer) else ""]
    if covered.value is not None:
        said.append(_("{share} of the active customers answered.", share=percent(covered.value)))
    return Slide(
        "nps",
        moved_title(facts, answer, _("NPS {value}", value=shown(answer, facts.currency))),
        _("Net Promoter Score by quarter, {scope}", scope=where(facts)),
        joined(said),
        bullets=tuple(quotes(comments, stop_words, has_names=True)),
        chart=over_time(facts.history("nps"), facts.currency),
        footnote=footnote(
            facts, n_words(answer), _("95% interval: {range}", range=spread_words(answer, facts.currency))
        ),
        notes=notes_on(facts, "nps", more=[
            _("The two comments are of the period: each holds the word that its side uses more than the other, of "
              "those the customer with most revenue. Addresses and telephone numbers in comments are cut out."),
        ]),
    )  # fmt: skip


def quotes(comments: pd.DataFrame, stop_words: Collection[str], *, has_names: bool) -> list[str]:
    """One comment of a detractor and one of a promoter, in quotation marks with the score (and the customer)."""
    if comments.empty:
        return []
    found = themes_of(comments, stop_words)
    chosen = []
    for is_unhappy, side in ((True, comments["score"] <= DETRACTOR), (False, comments["score"] >= PROMOTER)):
        row = _telling(comments[side & comments["is_latest"].astype(bool)], found, stop_words, is_unhappy=is_unhappy)
        if row is None:
            continue
        text = without_contacts(str(row["comment"]))
        values = {"comment": text, "score": str(int(row["score"])), "customer": row["customer"]}
        named = has_names and isinstance(row["customer"], str)
        chosen.append(
            _("“{comment}” (score {score}, {customer})", **values) if named
            else _("“{comment}” (score {score})", comment=text, score=values["score"])
        )  # fmt: skip
    return chosen


def _telling(
    side: pd.DataFrame, found: Themes, stop_words: Collection[str], *, is_unhappy: bool
) -> dict[str, Any] | None:
    """The comment that holds the clearest theme of its side; of several, of the customer with most revenue."""
    if side.empty:
        return None
    ordered = side.sort_values(["revenue", "response_id"], ascending=[False, True], na_position="last", kind="stable")
    rows = [{str(name): value for name, value in row.items()} for row in ordered.to_dict("records")]
    for theme in found.detractors if is_unhappy else found.promoters:
        for row in rows:
            if theme.term in terms_of(str(row["comment"]), stop_words):
                return row
    longer = [row for row in rows if len(str(row["comment"]).split()) >= FEWEST_WORDS]
    return (longer or rows)[0]
