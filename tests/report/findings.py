"""The first slides of the hand-made review: headline, six numbers, results, bridge, retention, NPS."""

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


def headline(t: Said) -> Slide:
    return Slide(
        "headline",
        t(
            "Doanh số quý đạt 48,2 tỷ, cao hơn chỉ tiêu 4 %; miền Bắc mất bốn khách hàng",
            "Sales reached 48.2 bn, 4 % above target; the North lost four customers",
        ),
        t("Kết quả quý 3/2025 so với quý trước và chỉ tiêu", "Results of Q3 2025 against last quarter and target"),
        t(
            "Tăng trưởng đến từ hợp đồng mới ở miền Nam; khách hàng cũ giữ nguyên mức chi.",
            "Growth came from new contracts in the South; returning customers spent what they spent before.",
        ),
        (
            t("Doanh số tăng 3,1 tỷ so với quý trước (+6,9 %).", "Sales rose by 3.1 bn on the quarter (+6.9 %)."),
            t("Tỷ lệ giữ chân 91 %, không khác quý trước.", "Retention 91 %, no real change on the quarter."),
            t("NPS 42 điểm, dao động ± 9.", "NPS 42 points, give or take 9."),
        ),
        footnote=t("n = 1.284 dòng hóa đơn. Nguồn: kế toán, CRM.", "n = 1,284 invoice lines. Source: accounts, CRM."),
        notes=notes_of(t),
    )


def numbers(t: Said) -> Slide:
    return Slide(
        "numbers",
        t("Sáu con số của quý: bốn tốt lên, một kém đi", "The six numbers of the quarter: four better, one worse"),
        t("Quý 3/2025 so với quý 2/2025", "Q3 2025 against Q2 2025"),
        figures=(
            Figure("revenue", t("Doanh số quý", "Quarterly sales"), t("48,2 tỷ ₫", "₫48.2 bn"), 48.2e9, Format.MONEY,
                   "", "+6,9 %", "▲", "better",
                   t("Hợp đồng mới ở miền Nam đóng góp 2,4 tỷ.", "New contracts in the South: 2.4 bn.")),
            Figure("retention", t("Khách hàng quay lại", "Returning customers"), "91 %", 0.91, Format.PERCENT,
                   "± 2,1 %", t("không đổi", "no real change"), "", "same"),
            Figure("nps", "NPS", "42", 42, Format.POINTS, "± 9", "+5", "▲", "better",
                   t("118 người trả lời.", "118 answers.")),
            Figure("response", t("Thời gian phản hồi trung bình", "Average response time"), t("5,4 giờ", "5.4 h"), 5.4,
                   Format.HOURS, t("dao động ± 0,6", "give or take 0.6"), "+1,2", "▲", "worse",
                   t("Hai kỹ sư nghỉ phép trong tháng 8.", "Two engineers were on leave in August.")),
            Figure("load", t("Số khách hàng trên mỗi account manager", "Customers per account manager"), "23", 23,
                   Format.DECIMAL, "", "−2", "▼", "better"),
            Figure("margin", t("Lợi nhuận gộp", "Gross margin"), "—", None, Format.PERCENT,
                   comment=t("Chưa nhập chi phí.", "Costs have not been loaded.")),
        ),
        footnote=t("Xám: không có khác biệt thật.", "Grey: no real difference."),
        notes=notes_of(t),
    )  # fmt: skip


def results(t: Said) -> Slide:
    months = (t("Tháng 7", "July"), t("Tháng 8", "August"), t("Tháng 9", "September"))
    return Slide(
        "results",
        t("Đạt 104 % chỉ tiêu; tháng 8 hụt 0,7 tỷ", "104 % of target; August fell short by 0.7 bn"),
        t("Doanh số theo tháng, tỷ đồng, quý 3/2025", "Sales by month, bn VND, Q3 2025"),
        t("Tháng 9 bù lại phần hụt của tháng 8.", "September made up for August."),
        (t("Ba hợp đồng ký dồn vào tuần cuối.", "Three contracts were signed in the last week."),),
        chart=Chart(
            ChartKind.COLUMNS,
            months,
            (
                Series(t("Năm trước", "Last year"), Role.PREVIOUS, (13.9, 14.2, 14.8)),
                Series(t("Chỉ tiêu", "Target"), Role.TARGET, (15.0, 15.5, 15.8)),
                Series(t("Thực tế", "Actual"), Role.ACTUAL, (15.6, 14.8, 17.8)),
            ),
            t("tỷ đồng", "bn VND"),
            Format.DECIMAL,
            t("Cột: 15,6, 14,8 và 17,8 tỷ.", "Columns: 15.6, 14.8 and 17.8 bn."),
        ),
        footnote="n = 1.284",
        notes=notes_of(t),
    )


def bridge(t: Said) -> Slide:
    return Slide(
        "bridge",
        t(
            "Khách hàng mới thêm 4,3 tỷ, khách hàng rời đi lấy mất 2,1 tỷ",
            "New customers brought 4.3 bn, leavers took 2.1 bn",
        ),
        t("Doanh số từ quý 2 đến quý 3/2025, tỷ đồng", "Sales from Q2 to Q3 2025, bn VND"),
        chart=Chart(
            ChartKind.BRIDGE,
            (
                t("Quý 2/2025", "Q2 2025"),
                t("Khách hàng mới", "New customers"),
                t("Mua thêm", "Bought more"),
                t("Mua ít đi", "Bought less"),
                t("Rời đi", "Left"),
                t("Quý 3/2025", "Q3 2025"),
            ),
            (Series(t("Doanh số", "Sales"), Role.ACTUAL, (45.1, 4.3, 2.6, -1.7, -2.1, 48.2)),),
            t("tỷ đồng", "bn VND"),
            Format.DECIMAL,
            t("Từ 45,1 lên 48,2 tỷ qua bốn bước.", "From 45.1 to 48.2 bn in four steps."),
        ),
        footnote=t("Các bước cộng đúng bằng chênh lệch.", "The steps add up to the difference exactly."),
        notes=notes_of(t),
    )  # fmt: skip


def retention(t: Said) -> Slide:
    quarters = tuple(f"Q{q} {y}" for y in (2023, 2024, 2025) for q in (1, 2, 3, 4) if (y, q) <= (2025, 3))
    return Slide(
        "retention",
        t("Tỷ lệ giữ chân 91 %, miền Bắc mất bốn", "Retention held at 91 %; the North lost four"),
        t("Khách hàng quay lại, % của quý trước", "Returning customers, % of the previous quarter's"),
        t("Không có thay đổi thật so với quý trước.", "No real change on the quarter."),
        chart=Chart(
            ChartKind.LINES,
            quarters,
            (
                Series(
                    t("Thực tế", "Actual"),
                    Role.ACTUAL,
                    (0.88, 0.89, None, 0.9, 0.92, 0.91, 0.9, 0.92, 0.93, 0.91, 0.91),
                ),
                Series(t("Chỉ tiêu", "Target"), Role.TARGET, (0.96,) * 11),
            ),
            "%",
            Format.PERCENT,
            t("Từ 88 % lên 91 %.", "From 88 % to 91 %."),
        ),
        table=Table(
            (
                Column(t("Miền", "Region")),
                Column(t("Giữ chân", "Kept"), Format.PERCENT),
                Column(t("Rời đi", "Left"), Format.WHOLE),
            ),
            (
                (t("Bắc", "North"), 0.86, 4),
                (t("Trung", "Centre"), 0.95, 1),
                (t("Nam", "South"), 0.94, 2),
            ),
            3,
        ),
        footnote=t("n = 212 khách hàng", "n = 212 customers"),
        notes=notes_of(t),
    )


def nps(t: Said) -> Slide:
    rows: tuple[tuple[Value, ...], ...] = (
        (LONG, 10, t("Phản hồi nhanh, hiểu việc của chúng tôi, luôn giữ lời hứa.", "Quick, and they keep their word."),
         "2025-09-12"),
        (EDGES[0], 3, t("Phải nhắc ba lần mới có người gọi lại.", "We asked three times before anybody called."),
         "2025-08-30"),
        (EDGES[1], 9, "ممتاز", "2025-08-14"),
        (EDGES[2], None, "", "2025-08-02"),
    )  # fmt: skip
    columns = (
        Column(t("Khách hàng", "Customer")),
        Column(t("Điểm", "Score"), Format.WHOLE),
        Column(t("Ý kiến", "Comment")),
        Column(t("Ngày", "Day"), Format.DATE),
    )
    return Slide(
        "nps",
        t("NPS 42: khen phản hồi, chê việc gọi lại", "NPS 42: praise for answers, complaints about call-backs"),
        t("118 người trả lời, quý 3/2025", "118 answers, Q3 2025"),
        t("Hai ý kiến nói rõ nhất.", "The comments that tell most."),
        table=Table(columns, rows, 118),
        notes=notes_of(t),
    )
