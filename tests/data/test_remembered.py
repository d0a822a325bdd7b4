"""What was asked once is answered from memory, and never wrongly."""

from datetime import date

import pandas as pd

from data.remembered import MOST_ANSWERS, MOST_ROWS, Remembered
from domain.period import PeriodCut


def asked(store, log, of, query, frame, **parameters):
    def ask():
        log.append((of, query))
        return frame

    return store.answer(of, query, parameters, ask)


def test_the_same_question_is_asked_once_and_another_snapshot_scope_or_period_again():
    store, log = Remembered(), []
    frame = pd.DataFrame({"n": [1]})
    cuts = [PeriodCut(*[date(2025, month, 1) for month in (1, 4, 4)], date(2024, 10, 1), date(2025, 3, 31))]
    others = [PeriodCut(*[date(2025, month, 1) for month in (1, 4, 3)], date(2024, 10, 1), date(2025, 2, 28))]
    for of, periods in (("a", cuts), ("a", list(cuts)), ("b", cuts), ("a", others)):
        assert asked(store, log, of, "nps", frame, periods=periods)["n"].tolist() == [1]
    assert log == [("a", "nps"), ("b", "nps"), ("a", "nps")]


def test_changing_an_answer_changes_no_other():
    store = Remembered()
    first = asked(store, [], "a", "nps", pd.DataFrame({"n": [1, 2]}))
    first.loc[0, "n"] = 99
    first["more"] = 0
    second = asked(store, [], "a", "nps", pd.DataFrame())
    assert second.to_dict("list") == {"n": [1, 2]}


def test_long_answers_and_old_ones_are_not_kept():
    store, log = Remembered(), []
    long = pd.DataFrame({"n": range(MOST_ROWS + 1)})
    for _ in range(2):
        asked(store, log, "a", "rows", long)
    assert len(log) == 2
    for number in range(MOST_ANSWERS + 1):
        asked(store, log, number, "nps", pd.DataFrame({"n": [number]}))
    log.clear()
    asked(store, log, 0, "nps", pd.DataFrame({"n": [0]}))
    asked(store, log, MOST_ANSWERS, "nps", pd.DataFrame({"n": [0]}))
    assert log == [(0, "nps")]
