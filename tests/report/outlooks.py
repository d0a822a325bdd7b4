"""The last slides of the hand-made review: waits, moves, forecast, a slide without anything, portfolio."""

from __future__ import annotations

from report.review import (
    Chart,
    ChartKind,
    Column,
    Figure,
    Format,
    Role,
    Series,
    Slide,
    Table,
    Value,
)
from tests.report.said import EDGES, LONG, Said, notes_of


def response(t: Said) -> Slide:
    names = (LONG, *EDGES, *(f"Khách hàng số {at}" for at in range(1, 8)))
    return Slide(
        "response_time",
        t("Bốn khách hàng chờ hơn hai ngày", "Four customers have waited more than two days"),
        t("Giờ chờ phản hồi đầu tiên, theo khách hàng", "Hours to the first answer, by customer"),
        t("Hòa Bình Miền Trung chờ lâu nhất.", "Hòa Bình Miền Trung has waited longest."),
        (t("12 phiếu còn mở.", "12 tickets are open."), t("Trung vị 5,4 giờ.", "Median 5.4 h.")),
        chart=Chart(
            ChartKind.BARS,
            names,
            (
                Series(
                    t("Giờ chờ", "Hours waited"),
                    Role.ACTUAL,
                    (61.5, 55.0, 50.2, 48.7, 30.1, 22.4, 12.0, 9.5, 6.1, 4.4, 2.0, 1.5),
                ),
            ),
            t("giờ làm việc", "business hours"),
            Format.HOURS,
            "",
        ),
        footnote="n = 64",
        notes=notes_of(t),
    )


def pipeline(t: Said) -> Slide:
    columns = (
        Column(t("Cơ hội", "Deal")),
        Column(t("Khách hàng", "Customer")),
        Column(t("Thay đổi", "Move")),
        Column(t("Trước", "Before"), Format.MONEY),
        Column(t("Nay", "Now"), Format.MONEY),
        Column(t("Ngày chốt", "Close"), Format.DATE),
    )
    moves = (t("thắng", "won"), t("mất", "lost"), t("dời lại", "slipped"), t("mới", "new"))
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (f"HĐ-{at:03d}", (LONG, *EDGES)[at % 5], moves[at % 4], 1.2e9 * at, 1.1e9 * at + 3, f"2025-1{at % 3}-05")
        for at in range(1, 31)
    )
    return Slide(
        "moves",
        t("Pipeline thêm 6,2 tỷ, hai cơ hội lớn bị dời", "The pipeline grew by 6.2 bn; two large deals slipped"),
        t("Thay đổi từ kỳ đánh giá trước", "What moved since the last review"),
        table=Table(columns, rows, 44),
        footnote=t("So hai bản số liệu 000002 và 000003.", "Between snapshots 000002 and 000003."),
        notes=notes_of(t),
    )


def forecast(t: Said) -> Slide:
    months = tuple(f"{t('T', 'M')}{at}" for at in range(1, 13))
    known = (14.0, 28.5, 43.1, 58.0, 73.4, 89.2, 104.8, 119.6, 137.4)
    mean = (137.4, 152.0, 167.9, 186.0)

    def ahead(spread: float) -> tuple[float | None, ...]:
        return (*(None,) * 8, *(round(value + spread * at, 1) for at, value in enumerate(mean)))

    return Slide(
        "forecast",
        t("Dự báo năm 186 tỷ, 71 % khả năng đạt chỉ tiêu", "The year's forecast is 186 bn, 71 % sure to reach target"),
        t("Doanh số cộng dồn 2025, tỷ đồng", "Sales of 2025 as they add up, bn VND"),
        t("Khoảng 80 %: 177–195 tỷ.", "80 % interval: 177–195 bn."),
        (t("Kịch bản “tăng giá” thêm 4 tỷ.", "The scenario “higher prices” adds 4 bn."),),
        chart=Chart(
            ChartKind.FAN,
            months,
            (
                Series(t("Năm trước", "Last year"), Role.PREVIOUS, tuple(12.9 * at for at in range(1, 13))),
                Series(t("Chỉ tiêu", "Target"), Role.TARGET, tuple(15.0 * at for at in range(1, 13))),
                Series(t("Thực tế", "Actual"), Role.ACTUAL, (*known, None, None, None)),
                Series(t("Dự báo", "Forecast"), Role.FORECAST, (*(None,) * 8, *mean)),
                Series("80 %", Role.LOW80, ahead(-3.0)),
                Series("80 %", Role.HIGH80, ahead(3.0)),
                Series("95 %", Role.LOW95, ahead(-5.0)),
                Series("95 %", Role.HIGH95, ahead(5.0)),
            ),
            t("tỷ đồng", "bn VND"),
            Format.DECIMAL,
            t("Quạt mở từ tháng 9 đến 186 tỷ.", "The fan opens in September and ends at 186 bn."),
        ),
        footnote=t("Mô hình kiểm định trên 6 năm.", "The model was tested on 6 years."),
        notes=notes_of(t),
    )


def risks(t: Said) -> Slide:
    return Slide(
        "risks",
        t("Rủi ro: —", "Risks: —"),
        t("Hợp đồng đến hạn trong 90 ngày", "Contracts due within 90 days"),
        missing=t(
            "Chưa nhập hợp đồng, nên không biết hợp đồng nào đến hạn.",
            "No contracts have been loaded, so what is due is not known.",
        ),
        notes=notes_of(t),
    )


def portfolio(t: Said) -> Slide:
    quarters = ("Q4 2024", "Q1 2025", "Q2 2025", "Q3 2025", "Q4 2025")
    return Slide(
        "portfolio",
        t(
            "Mỗi account manager giữ 23 khách hàng, quý tới dự kiến 25",
            "23 customers per account manager, 25 expected next quarter",
        ),
        t("Khách hàng trên mỗi account manager", "Customers per account manager"),
        figures=(
            Figure("a", t("Khách hàng", "Customers"), "212", 212, Format.WHOLE, "", "+8", "▲", "better"),
            Figure("b", "Account manager", "9", 9, Format.WHOLE),
            Figure("c", t("Nhiều nhất", "Most"), "41", 41, Format.WHOLE, "", "+3", "▲", "worse"),
        ),
        chart=Chart(
            ChartKind.COLUMNS,
            quarters,
            (
                Series(t("Thực tế", "Actual"), Role.ACTUAL, (24.0, 25.0, 25.0, 23.0, None)),
                Series(t("Dự báo", "Forecast"), Role.FORECAST, (None, None, None, None, 25.0)),
            ),
            "",
            Format.DECIMAL,
            t("Từ 24 xuống 23.", "From 24 to 23."),
        ),
        notes=notes_of(t),
    )  # fmt: skip
