"""Published fits: Fader & Hardie 2007 (contracts), Fader, Hardie & Lee 2005 (repeat purchases on CDNOW)."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from analytics.buying import Histories, chance_there, expected_repeats, fit_bg_nbd
from analytics.contracting import fit_shifted_beta_geometric

REGULAR = [100, 63.1, 46.8, 38.2, 32.6, 28.9, 26.2, 24.1]


@pytest.fixture
def cdnow(shared):
    path = shared / "datasets" / "cdnow_lifetimes" / "cdnow_customers_summary.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    columns = [np.array([float(row[name]) for row in rows]) for name in ("frequency", "recency", "T")]
    return Histories(*columns, np.ones(len(rows)))


def test_regular_customers_of_fader_and_hardie_2007():
    """Table 2 and section 3: α 0.704, β 1.182 on years 0 to 7; 17.0 % predicted for year 12 (17.3 % came)."""
    alive = np.array(REGULAR) * 10
    lost = np.append(0, -np.diff(alive))
    fit = fit_shifted_beta_geometric(lost, np.append(np.zeros(len(alive) - 1), alive[-1]))
    assert (fit.alpha, fit.beta) == (pytest.approx(0.704, abs=5e-4), pytest.approx(1.182, abs=5e-4))
    assert fit.survival(12)[12] == pytest.approx(0.170, abs=5e-4)
    low, high = fit.band(12)
    assert low[12] < 0.170 < high[12]
    assert low[12] < 0.173 < high[12], "what came lies within the band"
    assert high[12] - low[12] < 0.06


def test_bg_nbd_on_cdnow(cdnow):
    """Table 2: r .243, α 4.414, a .793, b 2.426, log-likelihood −9,582.4."""
    fit = fit_bg_nbd(cdnow.repeats, cdnow.recency, cdnow.known)
    assert fit is not None
    assert fit.parameters == pytest.approx([0.243, 4.414, 0.793, 2.426], abs=1e-3)
    assert fit.log_likelihood == pytest.approx(-9582.4, abs=0.1)
    assert fit.draws is not None
    low, high = np.quantile(fit.draws, [0.025, 0.975], axis=0)
    assert np.all(low < fit.parameters)
    assert np.all(fit.parameters < high)


def test_946_of_2357_customers_of_cdnow_bought_again(cdnow):
    """Repeat-purchase rate in the 39 weeks of calibration: 40.14 %."""
    assert (cdnow.n_repeaters, cdnow.n_customers) == (946, 2357)
    assert cdnow.repeat_rate == pytest.approx(0.4014, abs=5e-5)


def test_expected_repeats_and_chance_of_being_there_by_hand():
    """Nobody has bought again after no time; who bought once is there; a long silence says otherwise."""
    cdnow_fit = np.array([[0.243, 4.414, 0.793, 2.426]])
    assert expected_repeats(cdnow_fit, np.array([0.0]))[0, 0] == pytest.approx(0)
    fit = fit_bg_nbd([2.0, 1, 0, 0, 3, 0], [30.0, 2, 0, 0, 20, 0], [38.0, 38, 38, 30, 38, 30])
    assert fit is not None
    chances = chance_there(fit, np.array([0.0, 10, 10]), np.array([0.0, 38, 5]), np.array([38.0, 38, 38]))
    assert chances[0] == 1.0
    assert chances[1] > chances[2]
