"""How often the links between KPIs hold what is planted: 100 sample companies, each with a seed of its own."""

from __future__ import annotations

import collections
import math

from analytics.links import IDS, NPS_TO_RETENTION, RESPONSE_TO_NPS, RESPONSE_TO_RETENTION, LinkId, links
from benchmarks.printing import table
from data.samples.effect import EFFECT
from data.samples.sample import DEFAULT_CUSTOMERS
from tests.data.sample_quarters import AS_OF, sample_read

SEEDS = range(1, 101)
LEAST = 93
LARGE = 40 * DEFAULT_CUSTOMERS
LARGE_SEED = 1000


def measure_links() -> None:
    """Print, for each link, in how many of the companies the 95 % interval holds the planted effect."""
    planted = _planted()
    held: collections.Counter[LinkId] = collections.Counter()
    usable: collections.Counter[LinkId] = collections.Counter()
    for seed in SEEDS:
        for link in links(sample_read(DEFAULT_CUSTOMERS, seed), AS_OF):
            held[link.id] += link.low <= planted[link.id] <= link.high
            usable[link.id] += link.is_usable
    table(
        f"Links between KPIs, {len(SEEDS)} sample companies of {DEFAULT_CUSTOMERS} customers",
        ("link", "planted", f"within 95 % interval (wanted: {LEAST})", "usable"),
        [(one, f"{planted[one]:.2f}", str(held[one]), str(usable[one])) for one in IDS],
    )


def _planted() -> dict[LinkId, float]:
    """Of leaving as it is written down; of scores, which are rounded and stop at 10, as a large company shows it."""
    large = links(sample_read(LARGE, LARGE_SEED), AS_OF)[0]
    assert math.isfinite(large.effect)
    return {RESPONSE_TO_NPS: large.effect, RESPONSE_TO_RETENTION: EFFECT.log2_response, NPS_TO_RETENTION: EFFECT.score}


if __name__ == "__main__":
    measure_links()
