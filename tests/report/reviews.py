"""A whole review by hand, in both languages: every kind of slide, chart and sign, and names that test the edges."""

from __future__ import annotations

from datetime import date

from domain.period import Period, PeriodKind
from report.review import (
    Action,
    Column,
    Edition,
    Format,
    Review,
    Sheet,
    Slide,
    Table,
)
from tests.report import findings, outlooks
from tests.report.said import EDGES, LONG, Said

QUARTER = Period(date(2025, 7, 1), date(2025, 10, 1), PeriodKind.QUARTER)


def full_review(language: str = "vi", **others: object) -> Review:
    """Twelve slides: every kind of chart, cards, tables, words, and one with nothing to show."""
    t = Said(language)
    given: dict = {
        "edition": Edition.INTERNAL,
        "language": language,
        "period": QUARTER,
        "as_of": "2025-10-01",
        "snapshot": "000003",
        "currency": "VND",
        "title": t("Đánh giá quý 3/2025", "Quarterly review Q3 2025"),
        "subtitle": t("Toàn công ty, số liệu đến ngày 01/10/2025", "Whole company, as of 1 Oct 2025"),
        "company": t("Công ty TNHH Giải pháp Sao Mai", "Sao Mai Solutions"),
        "scope": t("Toàn công ty", "Whole company"),
        "customer": "",
        "slides": _slides(t),
        "sheets": (_sheet(t),),
        "actions": (Action("1", "Gọi lại Hòa Bình", "Lan", "2025-11-15", "open", "2025-Q3"),),
        "left_out": (
            t("Lợi nhuận không có ở đây: chưa nhập chi phí.", "Margin is not in here: costs have not been loaded."),
            t("Nhóm dưới 5 khách hàng không được nêu riêng.", "Groups of fewer than 5 customers are not shown alone."),
        ),
        "provenance": (
            (t("Bản số liệu", "Snapshot"), "000003"),
            (t("Tệp", "Files"), "hoa_don_2025_q3.xlsx, ticket_2025_q3.csv"),
            (t("Lập ngày", "Made on"), "2025-10-02"),
        ),
        "is_sample": True,
    }
    return Review(**{**given, **others})


def _slides(t: Said) -> tuple[Slide, ...]:
    return (
        findings.headline(t),
        findings.numbers(t),
        findings.results(t),
        findings.bridge(t),
        findings.retention(t),
        findings.nps(t),
        outlooks.response(t),
        outlooks.pipeline(t),
        outlooks.forecast(t),
        outlooks.risks(t),
        outlooks.portfolio(t),
    )


def _sheet(t: Said) -> Sheet:
    rows = Table((Column(t("Khách hàng", "Customer")), Column(t("Số tiền", "Amount"), Format.MONEY, "value")),
                 ((LONG, 700.0), (EDGES[0], -50.0)), 2)  # fmt: skip
    return Sheet(
        "revenue",
        t("Doanh số quý", "Quarterly sales"),
        t("Tổng các dòng hóa đơn", "Sum of the invoice lines"),
        "Σ",
        "đồng",
        "total",
        Table(
            (Column(t("Nhóm", "Group")), Column(t("Giá trị", "Value"), Format.MONEY)), ((t("Tất cả", "All"), 650.0),)
        ),
        Table(
            (Column(t("Quý", "Quarter")), Column(t("Giá trị", "Value"), Format.MONEY)), (("Q2", 500.0), ("Q3", 650.0))
        ),
        rows,
    )
