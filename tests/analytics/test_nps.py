"""What stands beside the Net Promoter Score."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from analytics import engine, nps
from analytics.asking import cut_of
from analytics.registry import kpi_by_id
from analytics.statistics import adjusted_net_promoter
from domain.period import parse_period, periods_between
from domain.scope import Dimension
from tests.analytics.tables_in_memory import answer, dims, invoice, read_from, ticket

QUARTER = parse_period("2025-Q3")
AUGUST, END = date(2025, 8, 5), date(2025, 12, 31)


def scored(*scores: int, customer: str = "A", day: date = AUGUST, **others: object) -> list[dict[str, object]]:
    return [
        answer(f"{customer}{i}", score, day, customer_id=customer, customer=customer, **others)
        for i, score in enumerate(scores)
    ]


def test_the_rolling_year_counts_the_latest_answer_once() -> None:
    given = [answer("r", 2, date(2024, 11, 2)), answer("r", 9, date(2025, 8, 2)), answer("s", 7, date(2025, 2, 2))]
    read = read_from({"survey_response": given})
    (found,) = nps.rolling(read, [QUARTER], END)
    assert (found.value, found.n, found.excluded) == (50, 2, {"repeat answer": 1})
    before, now = nps.rolling(read, [parse_period("2025-Q4"), parse_period("2026-Q1")], date(2026, 3, 31))
    assert (before.value, before.n) == (50, 2)
    assert (now.value, now.n) == (100, 1), "the answer of February has left the window"


def test_the_rolling_year_counts_as_the_score_of_that_year_does() -> None:
    """Blank answers, answers on one day, respondents without a name: the year to Q4 is the calendar year."""
    given = [
        answer(
            f"r{place % 5}", None if place % 7 == 0 else place * 3 % 11, date(2025, 1 + place % 12, 3), line_no=place
        )
        for place in range(40)
    ]
    given += [answer("r1", score, AUGUST, response_id=str(score), line_no=90 + score) for score in (10, 2)]
    read = read_from({"survey_response": [answer("old", 9, date(2024, 12, 1)), *given]})
    (rolling,) = nps.rolling(read, [parse_period("2025-Q4")], END)
    (year,) = engine.answers(kpi_by_id("nps"), [parse_period("2025")], END, read)
    assert (rolling.value, rolling.low, rolling.high, rolling.n, rolling.excluded) == (
        (year.value, year.low, year.high, year.n, year.excluded)
    )


def test_there_is_no_rolling_year_before_answers_fill_one() -> None:
    given = [answer("r", 9, date(2024, 11, 2)), answer("s", 9, date(2025, 8, 2))]
    quarters = periods_between(parse_period("2025-Q1"), QUARTER)
    found = nps.rolling(read_from({"survey_response": given}), quarters, END)
    assert [one.value for one in found] == [None, None, 100]
    assert found[0].note is not None
    assert nps.rolling(read_from({}), quarters, END)[2].value is None
    assert nps.rolling(read_from({}), [parse_period("2025")], END) == []


def test_the_same_answers_counted_in_three_ways() -> None:
    """A: 10, 9, 0 → 33.3; B: 10 → 100; C: 3 → -100, without revenue."""
    read = read_from(
        {
            "survey_response": [
                *scored(10, 9, 0),
                *scored(10, customer="B"),
                *scored(3, customer="C"),
                answer("x", 10, AUGUST, customer_id=None, customer=None),
            ],
            "revenue_line": [
                invoice("A", date(2024, 10, 1), 100),
                invoice("B", AUGUST, 300),
                invoice("B", date(2024, 9, 30), 10000),
                invoice("C", AUGUST, -5),
            ],
        }
    )
    answers, customers, revenue = (variant.answer for variant in nps.variants(read, QUARTER, END))
    assert (answers.value, answers.n) == (pytest.approx(100 * (4 - 2) / 6), 6)
    assert (customers.value, customers.n) == (pytest.approx((100 / 3 + 100 - 100) / 3), 3)
    assert customers.excluded == {"no customer": 1}
    assert (revenue.value, revenue.n) == (pytest.approx((100 / 3 * 100 + 100 * 300) / 400), 2)
    assert revenue.excluded == {"no customer": 1, "no revenue": 1}


def test_one_answer_a_customer_and_equal_revenue_is_the_adjusted_wald_interval() -> None:
    customers = [("A", 10), ("B", 9), ("C", 7), ("D", 2), ("E", 10)]
    read = read_from(
        {
            "survey_response": [row for name, score in customers for row in scored(score, customer=name)],
            "revenue_line": [invoice(name, AUGUST, 70) for name, _ in customers],
        }
    )
    adjusted = adjusted_net_promoter(3, 1, 1)
    assert adjusted is not None
    for variant in nps.variants(read, QUARTER, END):
        assert variant.answer.value == pytest.approx(40)
        ends = adjusted.interval()
        assert (variant.answer.low, variant.answer.high) == pytest.approx((ends.low, ends.high))


def test_one_customer_who_brings_all_the_revenue_widens_the_interval() -> None:
    names = [f"K{i}" for i in range(30)]
    rows = [row for i, name in enumerate(names) for row in scored(10 if i % 2 else 3, customer=name)]
    lines = [invoice(name, AUGUST, 100_000 if i == 0 else 1) for i, name in enumerate(names)]
    _, customers, revenue = (
        variant.answer
        for variant in nps.variants(read_from({"survey_response": rows, "revenue_line": lines}), QUARTER, END)
    )
    assert customers.low is not None
    assert revenue.low is not None
    assert revenue.high is not None
    assert customers.high is not None
    assert revenue.high - revenue.low > 2 * (customers.high - customers.low)


def test_without_customers_or_revenue_the_variants_say_why() -> None:
    read = read_from({"survey_response": [answer("x", 10, AUGUST, customer_id=None, customer=None)]})
    _, customers, revenue = (variant.answer for variant in nps.variants(read, QUARTER, END))
    assert (customers.value, str(customers.note)) == (None, nps.NO_CUSTOMERS)
    assert (revenue.value, str(revenue.note)) == (None, nps.NO_REVENUE)


def test_groups_are_drawn_together_and_keep_what_was_counted() -> None:
    rows = [
        *scored(*[10] * 60, *[7] * 20, *[0] * 20, segment="SME"),
        *scored(*[10] * 20, *[7] * 20, *[0] * 60, customer="B", segment="Large"),
        *scored(10, customer="C", segment="Tiny"),
        *scored(0, customer="D", segment=None),
    ]
    found = nps.groups(read_from({"survey_response": rows}), QUARTER, END, Dimension.SEGMENT)
    by_name = {group.answer.group: group for group in found.groups}
    assert [by_name[name].answer.value for name in ("SME", "Large", "Tiny")] == [40, -40, 100]
    assert by_name["SME"].pooled == pytest.approx(40, abs=2)
    tiny = by_name["Tiny"].pooled
    assert tiny is not None
    assert found.mean is not None
    assert found.mean < tiny < 80, "one answer is drawn far towards the mean"
    assert by_name["(none)"].pooled is None
    assert found.groups[-1].answer.group == "(none)"


def test_two_groups_are_shown_as_counted() -> None:
    rows = [*scored(10, 9, segment="SME"), *scored(0, customer="B", segment="Large")]
    found = nps.groups(read_from({"survey_response": rows}), QUARTER, END, Dimension.SEGMENT)
    assert [(group.answer.group, group.answer.value, group.pooled) for group in found.groups] == [
        ("SME", 100, None),
        ("Large", -100, None),
    ]
    assert found.mean is None
    assert nps.groups(read_from({}), QUARTER, END, Dimension.SEGMENT).groups == ()


def test_the_response_rate_is_known_only_where_unanswered_surveys_are_known() -> None:
    sent = [answer("a", 9, AUGUST, sent_on=AUGUST), answer("b", None, AUGUST, sent_on=AUGUST)]
    found = nps.reach(read_from({"survey_response": sent}), QUARTER, END).response_rate
    assert (found.value, found.numerator, found.denominator) == (0.5, 1, 2)
    only_answered = nps.reach(read_from({"survey_response": sent[:1]}), QUARTER, END).response_rate
    assert (only_answered.value, str(only_answered.note)) == (None, nps.ONLY_ANSWERED)
    not_known = nps.reach(read_from({"survey_response": [answer("a", 9, AUGUST)]}), QUARTER, END)
    assert (not_known.response_rate.value, str(not_known.response_rate.note)) == (None, nps.NO_SENDING)
    assert (not_known.coverage.value, str(not_known.coverage.note)) == (None, nps.NOBODY_ACTIVE)


def test_detractors_after_whom_nothing_is_on_record() -> None:
    names = ["quiet", "called", "planned", "cancelled", "wrote", "happy now", "called before"]
    rows = [row for name in names for row in scored(3, customer=name)]
    rows += [answer("happy now0", 9, date(2025, 10, 2), customer_id="happy now"), *scored(9, customer="promoter")]
    activities = [
        dims("called", done_on=AUGUST),
        dims("planned", planned_on=date(2026, 2, 1), status="Kế hoạch"),
        dims("cancelled", planned_on=date(2025, 9, 1), status="Đã hủy"),
        dims("called before", done_on=date(2025, 8, 4)),
    ]
    tables = {
        "survey_response": rows,
        "activity": activities,
        "ticket": [ticket("1", datetime(2025, 8, 6, 9), 2, customer_id="wrote", customer="wrote")],
        "revenue_line": [invoice("quiet", AUGUST, 7)],
        "customer": [{"customer_id": "quiet", "customer": "quiet", "manager": "Bình"}],
    }
    found = read_from(tables)("detractors_without_follow_up", {"periods": [cut_of(QUARTER, END)]})
    assert list(found["customer_id"]) == ["quiet", "called before", "cancelled"]
    first = found.iloc[0]
    assert (first["manager"], first["days_since"], first["revenue"]) == ("Bình", 148, 7)
