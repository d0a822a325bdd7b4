"""Durations in words and on clocks, in both languages."""

from __future__ import annotations

import pytest

from data.mapping.durations import duration_minutes
from tests.data.loaded import column, reasons, written

HEAD = "ticket_id,customer_name,created_at,first_response_minutes\n"


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("1h 30m", 90), ("1h30m", 90), ("2 hours", 120), ("1 hr 5 mins", 65), ("5 min", 5), ("30m", 30), ("45s", 0.75),
        ("90 phút", 90), ("1 giờ 30 phút", 90), ("1,5 giờ", 90), ("PT1H30M", 90), ("1:30:30", 90.5), ("30:15:00", 1815),
    ],
)  # fmt: skip
def test_a_duration_is_read_from_words_and_clocks(text, minutes) -> None:
    assert float(duration_minutes(text, "minutes") or "nan") == minutes


@pytest.mark.parametrize("text", ["2d 3h", "12:30", "1:75:00", "h", "soon", "", "30 million"])
def test_what_may_be_two_durations_or_none_is_not_read(text) -> None:
    assert duration_minutes(text, "minutes") is None


def test_hours_and_minutes_are_read_where_the_header_counts_hours() -> None:
    assert duration_minutes("12:30", "hours") == "750.0"


def test_a_suffix_is_minutes_and_no_million(tmp_path) -> None:
    rows = "".join(
        f"{n},Hoa,2026-01-05 09:00,{text}\n" for n, text in enumerate(("30m", "45", "1h", "2 tr", "99999999"))
    )
    _, converted = written(tmp_path, HEAD + rows)
    assert column(converted, "first_response_minutes") == [30, 45, 60]
    assert reasons(converted) == ["R_NUMBER", "R_RANGE"]
