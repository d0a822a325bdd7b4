"""Sentences: what they tell, and what they must not claim."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from analytics.kpi import Answer
from analytics.narrative import headline, what_changed
from domain.message import Message
from domain.period import parse_period

Q3 = parse_period("2025-Q3")
OVER = date(2025, 12, 31)


def told(messages: list[Message]) -> list[str]:
    return [str(message) for message in messages]


def answer(
    kpi: str, value: float | None, previous: float | None, is_real: bool | None = True, group: str | None = None
) -> Answer:
    change = None if value is None or previous is None else value - previous
    return Answer(kpi, Q3, group, value, previous=previous, change=change, is_change_real=is_real, as_of=OVER)


def test_the_largest_real_changes_come_first() -> None:
    found = told(
        what_changed(
            [
                answer("revenue", 104.0, 100.0),
                answer("nps", 20.0, 50.0),
                answer("returning_rate", 0.8, 0.7),
                answer("win_rate", 0.21, 0.20),
            ]
        )
    )
    assert found == [
        "Net Promoter Score fell by 30.0 points from the period before.",
        "Returning rate rose by 10.0 percentage points from the period before.",
        "Revenue rose by 4.0% from the period before.",
    ]


def test_a_change_that_may_be_chance_is_never_told() -> None:
    assert told(
        what_changed([answer("nps", 20.0, 50.0, is_real=False), answer("win_rate", 0.2, 0.9, is_real=None)])
    ) == ["Nothing changed by more than chance explains, compared with the period before."]


def test_without_a_period_before_there_is_nothing_to_compare() -> None:
    assert told(what_changed([answer("revenue", 5.0, None, None)])) == ["There is no period before to compare with."]
    assert what_changed([]) == []


def test_the_group_that_made_most_of_the_change_is_named() -> None:
    groups = [answer("revenue", 60.0, 20.0, group="North"), answer("revenue", 50.0, 80.0, group="South")]
    groups += [answer("revenue", 40.0, None, group="East")]
    (sentence,) = told(what_changed([answer("revenue", 150.0, 100.0)], {"revenue": groups[:2]}))
    assert sentence.endswith("Most of it comes from North.")
    (sentence,) = told(what_changed([answer("revenue", 150.0, 100.0)], {"revenue": [groups[0]]}))
    assert "Most" not in sentence, "one group is the whole, not what drove it"
    even = [answer("revenue", 30.0, 20.0, group=name) for name in ("A", "B", "C")]
    (sentence,) = told(what_changed([answer("revenue", 90.0, 60.0)], {"revenue": even}))
    assert "Most" not in sentence


def test_of_a_sampled_figure_only_a_group_with_a_real_change_is_named() -> None:
    groups = [answer("nps", 10.0, 60.0, group="North", is_real=False), answer("nps", 20.0, 50.0, group="South")]
    (sentence,) = told(what_changed([answer("nps", 20.0, 50.0)], {"nps": groups}))
    assert sentence.endswith("South moved most.")


def test_a_period_under_way_says_what_was_compared() -> None:
    under_way = replace(answer("revenue", 50.0, 40.0), as_of=date(2025, 8, 1))
    assert told(what_changed([under_way]))[-1].startswith("The period is not over")


def test_a_change_from_nothing_has_no_percentage() -> None:
    assert told(what_changed([answer("active_customers", 5.0, 0.0)])) == [
        "Nothing changed by more than chance explains, compared with the period before."
    ]


def test_headlines() -> None:
    attained = answer("target_attainment", 0.9, None)
    assert (
        str(headline("overview", {"target_attainment": attained})) == "The target was missed: 90.0% of it was reached."
    )
    assert "so far" in str(headline("revenue", {"target_attainment": replace(attained, as_of=date(2025, 8, 1))}))
    assert "is met" in str(headline("revenue", {"target_attainment": replace(attained, value=1.2)}))
    returning = replace(answer("returning_rate", 0.7, None), numerator=7.0, denominator=10.0)
    assert str(headline("retention", {"returning_rate": returning})) == "7 of 10 customers came back: 70.0%."
    score = replace(answer("nps", 33.333, None), low=24.95, high=41.11, n=324)
    assert "between 25 and 41" in str(headline("nps", {"nps": score}))
    waited = replace(answer("response_time_mean", 3.21, None), excluded={"waiting": 4})
    assert "3.2 business hours" in str(headline("response_time", {"response_time_mean": waited}))
    assert "no ticket" in str(headline("response_time", {"response_time_mean": replace(waited, excluded={})}))
    load = answer("customers_per_manager", 13.333, None)
    assert "13.3" in str(headline("portfolio", {"customers_per_manager": load}))


def test_the_headline_of_revenue_says_the_year_before_beside_the_quarter_before() -> None:
    """A first quarter is below a fourth every year: alone it would read as a collapse of what grew."""
    fell = replace(answer("revenue", 107.0, 200.0), last_year=83.4)
    said = str(headline("revenue", {"revenue": fell}))
    assert said == "Revenue fell by 46.5% from the period before. It is 28.3% above the year before."
    lower, same, new = (replace(fell, last_year=then) for then in (214.0, 107.0, None))
    assert str(headline("revenue", {"revenue": lower})).endswith("It is 50.0% below the year before.")
    assert str(headline("revenue", {"revenue": same})).endswith("It is as high as a year before.")
    assert str(headline("revenue", {"revenue": new})) == "Revenue fell by 46.5% from the period before."


def test_without_a_number_the_reason_is_the_headline() -> None:
    reason = Message("No deal.")
    assert headline("revenue", {"revenue": replace(answer("revenue", None, None), note=reason)}) == reason
    assert headline("revenue", {}) is None
    assert headline("imports", {}) is None


def test_the_headline_of_revenue_without_a_target() -> None:
    assert "rose by 25.0%" in str(headline("revenue", {"revenue": answer("revenue", 50.0, 40.0)}))
    assert "as high" in str(headline("revenue", {"revenue": answer("revenue", 40.0, 40.0, is_real=False)}))
    assert "first period" in str(headline("revenue", {"revenue": answer("revenue", 40.0, None, None)}))
    assert "known to" in str(headline("revenue", {"revenue": replace(answer("revenue", 1.0, 2.0), as_of=Q3.start)}))


def test_where_the_quarter_says_nothing_certain_the_year_may() -> None:
    slower = replace(
        answer("response_time_mean", 5.4, 5.0, is_real=False),
        last_year=3.6,
        last_year_change=1.8,
        is_last_year_change_real=True,
    )
    assert told(what_changed([slower])) == ["Average response time rose by 50.0% from a year before."]


def test_a_certain_but_tiny_change_is_not_worth_a_sentence() -> None:
    assert told(what_changed([answer("active_customers", 335.0, 331.0)])) == [
        "Nothing changed by more than chance explains, compared with the period before."
    ]
