from __future__ import annotations

from collections.abc import Iterator

import pytest

from analytics.kpi import Answer
from analytics.registry import kpi_by_id
from charts.theme import Caption
from domain.period import parse_period, periods_between
from i18n.translate import get_language, set_language

LONG_NAME = "Công ty Cổ phần Thương mại và Dịch vụ Kỹ thuật Hoàng Long Việt Nam chi nhánh Đắk Lắk"
HOSTILE_NAME = '<img src=x onerror=alert(1)><a href="http://evil.example">x</a>'
QUARTERS = periods_between(parse_period("2023-Q4"), parse_period("2025-Q3"))


@pytest.fixture(autouse=True)
def vietnamese() -> Iterator[None]:
    before = get_language()
    set_language("vi")
    yield
    set_language(before)


@pytest.fixture
def caption() -> Caption:
    return Caption("NPS 33 in Q3", "Net Promoter Score, whole company", "n = 324")


@pytest.fixture
def nps_history() -> list[Answer]:
    values = [22.0, 25.0, None, 31.0, 28.0, 12.0, 30.0, 33.3]
    return [
        Answer(
            "nps",
            quarter,
            None,
            value,
            low=None if value is None else value - 8,
            high=None if value is None else value + 8,
            n=4 if place == 5 else 324,
        )
        for place, (quarter, value) in enumerate(zip(QUARTERS, values, strict=True))
    ]


def group(name: str, value: float | None, n: int = 40) -> Answer:
    low, high = (None, None) if value is None else (value - 10, value + 10)
    return Answer("nps", QUARTERS[-1], name, value, low=low, high=high, n=n)


@pytest.fixture
def nps():
    return kpi_by_id("nps")
