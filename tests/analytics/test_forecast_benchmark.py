"""The forecasts on half of the M3 competition's series, beside the competition's winner and its later best."""

import json
import subprocess
import sys

import pandas as pd
import pytest

from report.forecasting import forecast_series_file

CASES = {
    "quarterly": (4, 8, {"sMAPE": 0.985, "MASE": 1.056, "MSIS": 10.0}),
    "monthly": (12, 18, {"sMAPE": 0.958, "MASE": 0.834, "MSIS": 6.7}),
}


@pytest.mark.parametrize("kind", CASES)
def test_the_published_winner_is_beaten_and_intervals_hold(shared, tmp_path, kind):
    season, horizon, most = CASES[kind]
    folder = shared / "forecast"
    given = pd.read_csv(folder / "dev.csv.gz")
    given[(given.freq == kind) & (given.split == "train")].to_csv(tmp_path / "train.csv.gz", index=False)
    steps, totals, scored = tmp_path / "steps.csv", tmp_path / "totals.csv", tmp_path / "scores.json"
    forecast_series_file(tmp_path / "train.csv.gz", season, horizon, steps, totals)
    score = [sys.executable, folder / "score.py", steps, "--totals", totals, "--freq", kind, "--json", scored]
    subprocess.run([str(part) for part in score], check=True, capture_output=True)
    found = json.loads(scored.read_text())[kind]
    assert found["missing"] == 0
    assert found["relative"]["published THETA"]["sMAPE"] <= most["sMAPE"]
    assert found["scores"]["MASE"] <= most["MASE"]
    assert found["scores"]["MSIS"] <= most["MSIS"]
    assert found["scores"]["cov80"] == pytest.approx(80, abs=3)
    assert found["scores"]["cov95"] == pytest.approx(95, abs=2)
    assert found["total"]["cov80"] == pytest.approx(80, abs=4)
    assert found["total"]["cov95"] == pytest.approx(95, abs=3)
