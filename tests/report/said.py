"""Words, names and notes that the hand-made review is put together from."""

from __future__ import annotations

LONG = "Công ty Cổ phần Thương mại Dịch vụ Xuất nhập khẩu Tổng hợp Hòa Bình Miền Trung 80"
EDGES = (
    "Shop 🎉 Huế",
    "شركة النور للتجارة",
    "<b>&\"'\u0001 Đặng Thị Ngọc Ẩn",
    "Hợp tác xã Nông nghiệp Ủy Ban Ễnh Ương",
)


class Said:
    """Picks the words of one language."""

    def __init__(self, language: str) -> None:
        self.place = 0 if language == "vi" else 1

    def __call__(self, vietnamese: str, english: str) -> str:
        return (vietnamese, english)[self.place]


def notes_of(t: Said) -> tuple[str, ...]:
    return (
        t("Định nghĩa: tổng hóa đơn chưa VAT.", "Definition: sum of invoices before VAT."),
        t("n = 1.284 dòng hóa đơn; loại 12 dòng.", "n = 1,284 invoice lines; 12 excluded."),
        t("Số liệu đến ngày 01/10/2025.", "As of 1 Oct 2025."),
    )
