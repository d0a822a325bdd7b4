"""Small random companies for laws: the tables of a snapshot, nothing in them chosen by hand."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from tests.analytics.tables_in_memory import answer, dims, invoice, owned, ticket, used, weekdays

FIRST, END = date(2024, 1, 1), date(2025, 12, 31)
CALENDAR = weekdays(date(2023, 12, 1), date(2026, 2, 28))

customers = st.sampled_from(["Alpha", "Bình Minh", "Cát Lái", "Delta"])
members = st.sampled_from(
    [{"manager": name, "manager_id": name, "team": team, "region": region} for name, team, region in
     (("An", "North", "Hà Nội"), ("Bình", "South", "Huế"), ("Chi", "South", None))]
)  # fmt: skip
products = st.sampled_from(["CRM", "ERP", None])
days = st.dates(FIRST, END)
moments = st.datetimes(datetime(2024, 1, 1), datetime(2025, 12, 30)).map(lambda at: at.replace(microsecond=0))
amounts = st.integers(-500, 5000)
chances = st.sampled_from([0.0, 0.25, 0.5, 1.0, None])


@st.composite
def companies(draw: st.DrawFn) -> dict[str, Any]:
    """Tables of a random company; the dimensions of a customer are the same in all of its activity."""
    owner_of = {name: draw(members) for name in ("Alpha", "Bình Minh", "Cát Lái", "Delta")}
    lines = draw(st.lists(st.tuples(customers, days, amounts, products, members), max_size=15))
    contracts = draw(st.lists(st.tuples(customers, days, st.integers(1, 400) | st.none()), max_size=4))
    activity = [
        used(name, day, product=product, amount=amount, basis="invoice", **owner_of[name])
        for name, day, amount, product, _ in lines
    ]
    for name, day, length in contracts:
        row = used(name, day, basis="contract", **owner_of[name])
        activity.append(row | {"active_to": None if length is None else day + timedelta(days=length)})
    answers = draw(st.lists(st.tuples(customers, st.integers(0, 10) | st.none(), days, members), max_size=15))
    spans = draw(st.lists(st.tuples(customers, members, days, st.integers(1, 300)), max_size=6))
    months = draw(
        st.lists(
            st.tuples(st.integers(1, 12), members), max_size=8, unique_by=lambda pair: (pair[0], pair[1]["manager"])
        )
    )
    return {
        "working_day": CALENDAR,
        "revenue_line": [
            invoice(name, day, amount, product=product, **who) for name, day, amount, product, who in lines
        ],
        "customer_activity": activity,
        "survey_response": [
            answer(name, score, day, response_id=str(place), **who)
            for place, (name, score, day, who) in enumerate(answers)
        ],
        "deal": draw(deals()),
        "customer_ownership": [
            owned(name, "An", day, day + timedelta(days=length)) | who for name, who, day, length in spans
        ],
        "target_line": [
            {
                "period_start": date(2025, month, 1),
                "period_end": date(2025 + month // 12, month % 12 + 1, 1),
                "measure": "revenue",
                "level": "manager",
                "member": who["manager"],
                "manager": who["manager"],
                "team": who["team"],
                "amount_reporting": 100 * month,
            }
            for month, who in months
        ],
        "ticket": draw(tickets()),
    }


@st.composite
def deals(draw: st.DrawFn) -> list[dict[str, object]]:
    """Deals in every stage, some without an amount, a rate or a probability."""
    stages = st.sampled_from(["Won", "Lost", "Open", "Open"])
    drawn = draw(
        st.lists(
            st.tuples(customers, stages, days, members, products, amounts | st.none(), st.booleans(), chances),
            max_size=12,
        )
    )
    return [
        dims(name)
        | who
        | {"deal_id": str(place), "stage": stage, "close_on": day, "product": product, "probability": chance}
        | {"amount": amount, "amount_reporting": amount if has_rate else None}
        for place, (name, stage, day, who, product, amount, has_rate, chance) in enumerate(drawn)
    ]


@st.composite
def tickets(draw: st.DrawFn) -> list[dict[str, object]]:
    """Tickets answered after 0 to 60 hours or not at all, some of them closed without an answer."""
    drawn = draw(
        st.lists(
            st.tuples(moments, st.integers(0, 60) | st.none(), st.booleans(), members, st.sampled_from(["chat", None])),
            max_size=12,
        )
    )
    rows = []
    for place, (created, hours, is_closed, who, channel) in enumerate(drawn):
        row = ticket(f"T{place}", created, hours, channel=channel, **who)
        if hours is None and is_closed:
            row["resolved_at"] = created + timedelta(hours=20)
        rows.append(row)
    return rows
