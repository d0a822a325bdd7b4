"""Forecasts as files: any series in, steps and totals with their bounds out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from analytics.forecast.engine import Forecasts, bounds, forecast, total_bounds
from domain.errors import RefusedError, UsageError
from domain.message import N_

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("unique_id", "ds", "y")
SEASONS = (4, 12)
LEVELS = (0.80, 0.95)


@dataclass(frozen=True)
class SeriesForecast:
    """How many series a file held, and how many of them are too short to be forecast."""

    n_series: int
    n_too_short: int


def forecast_series_file(
    series: Path, season: int, horizon: int, out: Path, totals: Path | None = None
) -> SeriesForecast:
    """Forecast every series of a file (``unique_id,ds,y``, more columns are ignored, ``.gz`` is read too).

    Writes ``unique_id,step,mean,lo80,hi80,lo95,hi95`` to ``out``, and one line per series for the sum of the first
    ``season`` steps to ``totals``. Series that are too short have empty values.

    Raises:
        UsageError: no such file, season or horizon.
        RefusedError: a column is missing, or a value is no number.
    """
    if season not in SEASONS:
        raise UsageError(
            "season",
            N_("A season of {season} steps is not known."),
            N_("Give 4 for quarters or 12 for months."),
            season=season,
        )
    if horizon < 1:
        raise UsageError(
            "horizon", N_("A horizon of {horizon} steps says nothing."), N_("Give at least one step."), horizon=horizon
        )
    names, values = _read(series, season)
    found = forecast(values, season, horizon)
    _write(_steps(names, found), out)
    if totals is not None:
        _write(_totals(names, found, min(season, horizon)), totals)
    return SeriesForecast(len(names), sum(model == "none" for model in found.models))


def _read(path: Path, season: int) -> tuple[list[str], list[np.ndarray]]:
    import pandas as pd

    if not path.is_file():
        raise UsageError("no_file", N_("There is no file {file}."), N_("Check the path."), file=str(path))
    try:
        frame = pd.read_csv(path, usecols=list(COLUMNS), dtype={"unique_id": str, "ds": str, "y": np.float64})
    except (ValueError, OSError) as error:
        raise RefusedError(
            "series_file",
            N_("{file} is no file of series: {reason}"),
            N_("It needs the columns unique_id, ds and y, and numbers in y."),
            file=path.name,
            reason=str(error),
        ) from error
    frame = frame[frame["unique_id"].notna()]
    day = pd.to_datetime(frame["ds"], errors="coerce", format="ISO8601")
    per_year = day.dt.month - 1 if season == 12 else day.dt.quarter - 1
    frame["at"] = day.dt.year * season + per_year
    names: list[str] = []
    values = []
    for name, rows in frame.groupby("unique_id", sort=True):
        names.append(str(name))
        values.append(_in_order(rows["at"].to_numpy(np.float64), rows["y"].to_numpy(np.float64)))
    return names, values


def _in_order(at: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Values by period, nan where one is missing; as the file has them where the dates do not tell periods apart."""
    if not np.isfinite(at).all() or len(np.unique(at)) < len(at):
        return y
    place = (at - at.min()).astype(np.int64)
    placed = np.full(int(place.max()) + 1, np.nan)
    placed[place] = y
    return placed


def _steps(names: list[str], found: Forecasts) -> pd.DataFrame:
    import pandas as pd

    horizon = found.mean.shape[1]
    columns = {
        "unique_id": np.repeat(np.array(names, dtype=object), horizon),
        "step": np.tile(np.arange(1, horizon + 1), len(names)),
        "mean": found.mean.ravel(),
    }
    for level in LEVELS:
        low, high = bounds(found.paths, level)
        columns[f"lo{level:.0%}".rstrip("%")] = low.ravel()
        columns[f"hi{level:.0%}".rstrip("%")] = high.ravel()
    return pd.DataFrame(columns)


def _totals(names: list[str], found: Forecasts, n_steps: int) -> pd.DataFrame:
    import pandas as pd

    columns = {"unique_id": np.array(names, dtype=object), "mean": found.mean[:, :n_steps].sum(axis=1)}
    for level in LEVELS:
        low, high = total_bounds(found.paths[:, :, :n_steps], level)
        columns[f"lo{level:.0%}".rstrip("%")] = low
        columns[f"hi{level:.0%}".rstrip("%")] = high
    return pd.DataFrame(columns)


def _write(frame: pd.DataFrame, path: Path) -> None:
    frame.to_csv(path, index=False, float_format="%.10g")
