"""How fast and how well many series are forecast, beside statsmodels' ETS by AIC and the published winner of M3."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from analytics.forecast.engine import bounds, forecast, total_bounds
from benchmarks.printing import heading, table
from report.forecasting import LEVELS, forecast_series_file

SHARED = Path(__file__).resolve().parents[2] / "shared" / "forecast"
KINDS = {"quarterly": (4, 8), "monthly": (12, 18)}
N_PATHS = 500
N_ETS = 4
"""So few series are enough for a ratio in the hundreds: ETS by AIC takes seconds for each."""


def measure_forecasts(folder: Path) -> None:
    """Print series per second of processor time and on the clock, and the accuracy on half of M3's series."""
    heading("Forecasts")
    if not (SHARED / "dev.csv.gz").is_file():
        print(f"the published series are not there: put the folder “shared” beside the project ({SHARED})")
        return
    folder.mkdir(parents=True, exist_ok=True)
    given = pd.read_csv(SHARED / "dev.csv.gz")
    known = given[given["split"] == "train"]
    speeds, scores = [], []
    for kind, (season, horizon) in KINDS.items():
        train = known[known["freq"] == kind]
        series = [rows.to_numpy(np.float64) for _name, rows in train.groupby("unique_id")["y"]]
        speeds += _speeds(kind, series, season, horizon)
        scores.append(_scores(kind, train, season, horizon, folder))
    table(
        f"Series a second ({N_PATHS} paths with back-test, steps and totals)",
        ("method", "series", "per second on the clock", "per second of processor", "times ETS"),
        speeds,
    )
    header = ("series", "sMAPE", "of Theta's", "MASE", "steps in 80%", "in 95%", "totals in 80%", "in 95%", "MSIS")
    table("Accuracy on half of M3 (Theta as published: the competition's winner)", header, scores)


def _speeds(kind: str, series: Sequence[np.ndarray], season: int, horizon: int) -> list[tuple[str, ...]]:
    def ours() -> None:
        found = forecast(series, season, horizon, n_paths=N_PATHS)
        for level in LEVELS:
            bounds(found.paths, level)
            total_bounds(found.paths[:, :, :season], level)

    def by_aic() -> None:
        for values in sample:
            _ets_by_aic(values, season, horizon)

    sample = series[:: len(series) // N_ETS][:N_ETS]
    ours()
    (clock, processor), (clock_ets, processor_ets) = _seconds(ours), _seconds(by_aic)
    ratio = (len(series) / processor) / (len(sample) / processor_ets)
    return [
        (f"{kind}: ours", *_rates(len(series), clock, processor), f"{ratio:,.0f}"),
        (f"{kind}: ETS by AIC, statsmodels", *_rates(len(sample), clock_ets, processor_ets), "1"),
    ]


def _seconds(act: Callable[[], None]) -> tuple[float, float]:
    clock, processor = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - clock, time.process_time() - processor


def _rates(n: int, clock: float, processor: float) -> tuple[str, str, str]:
    return f"{n}", f"{n / clock:,.1f}", f"{n / processor:,.1f}"


def _ets_by_aic(values: np.ndarray, season: int, horizon: int) -> np.ndarray:
    """The forecast of the model with the least AIC among all errors, trends and seasons of one series."""
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    choices = itertools.product(("add", "mul"), ((None, False), ("add", False), ("add", True)), (None, "add", "mul"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # models that do not converge lose by their AIC
        fits = [
            ETSModel(
                values, error=error, trend=trend, damped_trend=is_damped,
                seasonal=seasonal, seasonal_periods=season if seasonal else None,
            ).fit(disp=False, maxiter=200)
            for error, (trend, is_damped), seasonal in choices
        ]  # fmt: skip
        return np.asarray(min(fits, key=lambda fit: float(fit.aic)).forecast(horizon))


def _scores(kind: str, train: pd.DataFrame, season: int, horizon: int, folder: Path) -> tuple[str, ...]:
    """One row of the accuracy table, by the published scoring of the same series' held-back ends."""
    given, steps, totals, told = (folder / f"{kind}-{name}" for name in ("in.csv", "steps.csv", "totals.csv", "s.json"))
    train.to_csv(given, index=False)
    forecast_series_file(given, season, horizon, steps, totals)
    command = [sys.executable, SHARED / "score.py", steps, "--totals", totals, "--freq", kind, "--json", told]
    subprocess.run([str(part) for part in command], check=True, capture_output=True)
    found = json.loads(told.read_text(encoding="utf-8"))[kind]
    score, total = found["scores"], found["total"]
    return (
        kind, f"{score['sMAPE']:.3f}", f"{found['relative']['published THETA']['sMAPE']:.4f}", f"{score['MASE']:.3f}",
        *(f"{score[name]:.1f}" for name in ("cov80", "cov95")), *(f"{total[name]:.1f}" for name in ("cov80", "cov95")),
        f"{score['MSIS']:.2f}",
    )  # fmt: skip
