"""How often the links between KPIs hold what is planted: hundreds of sample companies, each with a seed of its own.

An exact 95 % interval holds it in 93 or more of a hundred companies only seven times in eight, so several hundreds are
counted and each is shown.
"""

from __future__ import annotations

import collections

from analytics.links import IDS, NPS_TO_RETENTION, RESPONSE_TO_NPS, RESPONSE_TO_RETENTION, LinkId, links
from benchmarks.printing import table
from data.samples.effect import EFFECT
from data.samples.sample import DEFAULT_CUSTOMERS
from domain.read import Read
from tests.data.sample_quarters import AS_OF, sample_read, without_chance

HUNDRED = 100
HUNDREDS = 4
LEAST = 93


def measure_links() -> None:
    """Print, for each link, in how many of the companies the 95 % interval holds the planted effect."""
    held: list[collections.Counter[LinkId]] = [collections.Counter() for _hundred in range(HUNDREDS)]
    usable: collections.Counter[LinkId] = collections.Counter()
    planted: collections.defaultdict[LinkId, float] = collections.defaultdict(float)
    for number in range(HUNDREDS * HUNDRED):
        read = sample_read(DEFAULT_CUSTOMERS, number + 1)
        truth = planted_effects(read)
        for link in links(read, AS_OF):
            held[number // HUNDRED][link.id] += link.low <= truth[link.id] <= link.high
            usable[link.id] += link.is_usable
            planted[link.id] += truth[link.id]
    table(
        f"Links between KPIs, {HUNDREDS} × {HUNDRED} sample companies of {DEFAULT_CUSTOMERS} customers",
        ("link", "planted (mean)", f"within 95 % interval, of {HUNDRED} (wanted: {LEAST})", "each hundred", "usable"),
        [
            (
                one,
                f"{planted[one] / HUNDREDS / HUNDRED:.2f}",
                f"{sum(some[one] for some in held) / HUNDREDS:.1f}",
                " ".join(str(some[one]) for some in held),
                f"{usable[one] / HUNDREDS:.0f}",
            )
            for one in IDS
        ],
    )


def planted_effects(read: Read) -> dict[LinkId, float]:
    """Of leaving as it is written down; of scores as this company would show it without chance."""
    slope = links(without_chance(read), AS_OF)[0].effect
    return {RESPONSE_TO_NPS: slope, RESPONSE_TO_RETENTION: EFFECT.log2_response, NPS_TO_RETENTION: EFFECT.score}


if __name__ == "__main__":
    measure_links()
