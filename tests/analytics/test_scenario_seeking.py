"""Bridge, goal seek, tornado and map, and scenarios as text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from analytics.scenario.bridge import bridge, largest_remainder, shapley
from analytics.scenario.levers import moves_of
from analytics.scenario.result import total_of
from analytics.scenario.seeking import cheapest_mix, reach
from analytics.scenario.sensitivity import tornado, two_lever_map
from analytics.scenario.wording import address_of, moves_from, pairs_from_address, pairs_of
from domain.message import Message
from tests.analytics.scenario_year import LEARNT, year_base


def test_shares_of_the_glove_game() -> None:
    """One left glove, two right ones, a pair is worth 1: shares 4/6, 1/6, 1/6 (Shapley 1953, the usual example)."""

    def pairs(sets: np.ndarray) -> np.ndarray:
        return (sets[:, 0] & (sets[:, 1] | sets[:, 2])).astype(float)

    np.testing.assert_allclose(shapley(3, pairs), [4 / 6, 1 / 6, 1 / 6])


def test_rounded_shares_go_to_the_largest_remainders() -> None:
    """Hamilton 1792: 2.5, 3.3 and 4.2 are ten seats: the one that is left goes to the first."""
    assert largest_remainder([2.5, 3.3, 4.2], 10) == [3, 3, 4]
    assert largest_remainder([], 0) == []


def test_two_levers_share_what_they_do_together_equally() -> None:
    """Prices +10 % and customers who are a quarter of revenue lost: each has its own effect and half of the −30 × ½."""
    base = year_base(replace(LEARNT, new_customers=None))
    found = dict(bridge(base, moves_of({"price_change": 0.1, "lose:K1": 1})).shares)
    assert found["price_change"] == pytest.approx(120 - 15)
    assert found["lose:K1"] == pytest.approx(-300 - 15)


def test_many_levers_still_add_up() -> None:
    moves = moves_of({
        "price_change": 0.1, "retention": 0.05, "expansion": 0.01, "win_rate": 0.1, "new_customers": 1.0,
        "new_customer_value": 0.1, "nps": 5.0, "response_time": -0.5,
        "managers": 1.0, "lose:K1": 1, "lose:K2": 1, "win:D1": 1, "slip:D2": 1,
    })  # fmt: skip
    found = bridge(year_base(), moves, 0.01)
    assert not found.is_exact
    assert found.baseline + sum(amount for _, amount in found.shares) == pytest.approx(found.scenario, abs=1e-6)
    assert dict(found.shares)["managers"] == pytest.approx(0, abs=0.011)


def test_the_price_that_reaches_the_target() -> None:
    found = reach(year_base(), moves_of({}), "price_change", 1260.0)
    assert found is not None
    assert found.is_reachable
    assert found.change == pytest.approx(0.05)
    assert total_of(year_base(), found.scenario) >= 1260.0


def test_an_event_changes_what_is_still_needed() -> None:
    """Without a customer of a tenth of existing revenue (1,200 less 144 of new ones) 1,094.4 are left."""
    found = reach(year_base(), moves_of({"lose:K2": 1}), "price_change", 1260.0)
    assert found is not None
    assert found.change == pytest.approx(1260 / 1094.4 - 1)
    assert total_of(year_base(), found.scenario) == pytest.approx(1260)


def test_what_cannot_be_reached_says_the_most_that_can() -> None:
    found = reach(year_base(), moves_of({}), "retention", 5000.0)
    assert found is not None
    assert not found.is_reachable
    assert found.most == pytest.approx(total_of(year_base(), moves_of({"retention": 0.1})))


def test_a_lever_that_moves_nothing_or_cannot_be_moved_reaches_nothing() -> None:
    silent = reach(year_base(), moves_of({}), "response_time", 1260.0)
    assert silent is not None
    assert not silent.is_reachable
    enough = reach(year_base(), moves_of({}), "response_time", 1100.0)
    assert enough is not None
    assert enough.change == 0.0
    unavailable = replace(year_base(), reasons={"nps": Message("No survey")})
    assert reach(unavailable, moves_of({}), "nps", 1260.0) is None
    assert reach(year_base(), moves_of({}), "lose:nobody", 1260.0) is None


def test_the_cheapest_mix_takes_what_brings_most_for_a_move_first() -> None:
    """A move of price is +24; the target lies 60 above. With a cap of 4 % on prices the rest is the next best."""
    alone = cheapest_mix(year_base(), moves_of({}), 1260.0, {"price_change": 0.3, "win_rate": 0.2})
    assert alone.is_reachable
    assert dict(alone.changes) == {"price_change": pytest.approx(0.05)}
    assert alone.cost == pytest.approx(2.5)
    capped = cheapest_mix(year_base(), moves_of({}), 1260.0, {"price_change": 0.04, "expansion": 0.1})
    assert dict(capped.changes)["price_change"] == pytest.approx(0.04)
    assert capped.total == pytest.approx(1260)


def test_a_mix_that_is_not_enough_says_what_it_comes_to() -> None:
    found = cheapest_mix(year_base(), moves_of({}), 9999.0, {"price_change": 0.02})
    assert not found.is_reachable
    assert found.total == pytest.approx(1224)
    assert cheapest_mix(year_base(), moves_of({}), 1000.0, {"price_change": 0.02}).changes == ()


def test_the_tornado_lists_the_widest_first_and_cuts_at_the_limits() -> None:
    found = tornado(year_base(replace(LEARNT, returning_rate=1.0)), moves_of({}))
    spreads = [swing.spread for swing in found]
    assert spreads == sorted(spreads, reverse=True)
    price = next(swing for swing in found if swing.key == "price_change")
    assert (price.gain, price.loss) == (pytest.approx(24), pytest.approx(-24))
    kept = next(swing for swing in found if swing.key == "retention")
    assert (kept.better, kept.gain, kept.loss < 0) == (0.0, 0.0, True), "who all return can only return less"
    assert all(swing.key != "managers" for swing in found), "managers move no revenue"


def test_the_map_holds_the_scenario_at_its_corners() -> None:
    base = year_base()
    across, down = base.setting("price_change"), base.setting("expansion")
    assert across is not None
    assert down is not None
    found = two_lever_map(base, moves_of({"win:D1": 1}), across, down, steps=3)
    assert found.totals.shape == (3, 3)
    assert found.totals[0, 2] == pytest.approx(
        total_of(base, moves_of({"win:D1": 1, "price_change": across.high, "expansion": down.low}))
    )
    assert found.target == 1260.0


def test_a_scenario_goes_into_an_address_and_back() -> None:
    moves = moves_of(
        {"retention": 0.02, "lose:K1": 1, "price_change": -0.05}, date(2026, 4, 1), ["response_to_retention"]
    )
    assert moves_from(year_base(), pairs_of(moves)).moves == moves
    assert moves_from(year_base(), pairs_from_address(address_of(moves))).moves == moves
    assert address_of(moves_of({})) == ""
    assert pairs_from_address("a%2525%26b=%3D+") == {"a%25&b": "=+"}


@pytest.mark.parametrize(
    ("key", "text", "change"),
    [
        ("retention", "+0.02", 0.02), ("retention", "0.95", 0.05), ("retention", "-2%", -0.02),
        ("retention", "92%", 0.02),
        ("response_time", "-50%", -0.5), ("response_time", "4", -0.5), ("nps", "-5", -5.0), ("nps", "= -5", -25.0),
        ("retention", "+1e-05", 1e-05),
        ("managers", "5", 1.0), ("price_change", "3%", 0.03), ("new_customers", "+1.5", 1.5),
    ],
)  # fmt: skip
def test_a_sign_means_a_change_and_none_the_figure_itself(key: str, text: str, change: float) -> None:
    found = moves_from(year_base(), {key: text})
    assert found.refused == ()
    assert found.moves.by(key) == pytest.approx(change)


@pytest.mark.parametrize(
    ("key", "text", "words"),
    [
        ("magic", "+1", "no lever"), ("retention", "1.01", "out of range"), ("retention", "lots", "not a value"),
        ("lose:K9", "1", "not known here"), ("win:D9", "1", "not known here"), ("lose", "1", "no lever"),
        ("price_from", "2031-01", "still to come"), ("links", "magic", "no link"), ("nps", "+500", "out of range"),
    ],
)  # fmt: skip
def test_what_does_not_count_is_left_out_and_named(key: str, text: str, words: str) -> None:
    found = moves_from(year_base(), {key: text, "price_change": "+1%"})
    assert dict(found.moves.moves) == {"price_change": 0.01}
    (refused,) = found.refused
    assert words in str(refused.message)
    assert str(refused.fix)
