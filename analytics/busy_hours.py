"""When tickets come, and how long those of each hour of the week wait."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, cast

import numpy as np

from analytics.statistics import CONFIDENCE
from analytics.survival import SurvivalCurve, survival_curve

if TYPE_CHECKING:
    import pandas as pd

WINDOW = 2
"""Hours in a row that are named together as the busiest."""


class DayPart(StrEnum):
    """Six hours of a day, by name."""

    NIGHT = "night"
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


PARTS = tuple(DayPart)


@dataclass(frozen=True)
class Cell:
    """The tickets created in one hour of the week; ``weekday`` 0 is Monday.

    ``mean`` is over the answered ones, ``median`` counts the waiting ones too (Kaplan–Meier); hours, None where there
    is none.
    """

    weekday: int
    hour: int
    n_tickets: int
    n_known: int
    mean: float | None
    median: float | None


@dataclass(frozen=True)
class Busiest:
    """The weekday and the hours, from ``start`` up to ``end``, in which most tickets come, and their share of all."""

    weekday: int
    start: int
    end: int
    share: float


@dataclass(frozen=True)
class Slowest:
    """The part of the week whose tickets wait longest; ``median`` is None where half were never answered."""

    weekday: int
    part: DayPart
    median: float | None


def cells(frame: pd.DataFrame) -> list[Cell]:
    """One cell for each hour of the week in which a ticket came, from Monday at midnight on.

    ``frame`` holds the rows of the query ``response_time_by_hour``.
    """
    return [_cell(*cast("tuple[int, int]", key), part) for key, part in frame.groupby(["weekday", "hour"], sort=True)]


def busiest(found: list[Cell]) -> Busiest | None:
    """The two hours in a row of one weekday in which most tickets come; the earlier ones of equals. None: no ticket."""
    counts = np.zeros((7, 24))
    for cell in found:
        counts[cell.weekday, cell.hour] = cell.n_tickets
    if not counts.any():
        return None
    windows = np.lib.stride_tricks.sliding_window_view(counts, WINDOW, axis=1).sum(axis=2)
    weekday, start = np.unravel_index(int(np.argmax(windows)), windows.shape)
    share = float(windows[weekday, start] / counts.sum())
    return Busiest(int(weekday), int(start), int(start) + WINDOW, share)


def slowest(frame: pd.DataFrame, minimum_n: int) -> Slowest | None:
    """The part of a weekday whose median wait is longest, if it is longer than that of all by more than chance.

    Parts with fewer than ``minimum_n`` tickets are left out. As many intervals are looked at as there are parts, each
    is as much wider (Bonferroni). None where no part stands out.
    """
    known = frame[frame["hours"].notna()]
    if known.empty:
        return None
    everything = _curve(known).quantile(0.5)
    parts = known.assign(part=known["hour"].astype(int) // 6)
    groups = [
        (*cast("tuple[int, int]", key), _curve(rows))
        for key, rows in parts.groupby(["weekday", "part"], sort=True)
        if int(rows["n_answered"].sum() + rows["n_waiting"].sum()) >= minimum_n
    ]
    if everything is None or len(groups) < 2:
        return None
    confidence = 1 - (1 - CONFIDENCE) / len(groups)
    medians = [np.inf if (median := curve.quantile(0.5)) is None else median for _, _, curve in groups]
    weekday, part, curve = groups[int(np.argmax(medians))]
    interval = curve.quantile_interval(0.5, confidence)
    if interval is None or interval.low <= everything:
        return None
    return Slowest(int(weekday), PARTS[part], curve.quantile(0.5))


def _curve(rows: pd.DataFrame) -> SurvivalCurve:
    return survival_curve(rows["hours"].to_numpy(), rows["n_answered"].to_numpy(), rows["n_waiting"].to_numpy())


def _cell(weekday: int, hour: int, rows: pd.DataFrame) -> Cell:
    known = rows[rows["hours"].notna()]
    n_answered, n_waiting = int(known["n_answered"].sum()), int(known["n_waiting"].sum())
    n_unknown = int(rows["n_unknown"].sum())
    mean = float((known["hours"] * known["n_answered"]).sum() / n_answered) if n_answered else None
    median = _curve(known).quantile(0.5) if n_answered else None
    return Cell(int(weekday), int(hour), n_answered + n_waiting + n_unknown, n_answered + n_waiting, mean, median)
