"""The sheets a Vietnamese office keeps by hand or takes from MISA: people, customers, contracts, invoices, plans."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from data.samples import words
from data.samples.business import STATUSES, Contracts
from data.samples.history import History
from data.samples.invoices import STATUS_WORDS, YEAR_MONTHS, InvoiceLines
from data.samples.kinds import Ints
from data.samples.plans import COMPANY, Activities, Targets
from data.samples.writing import Sheet, dates, day_text, joined_text, money_text, numbered, whole, words_of
from domain.sample import SAMPLE_PREFIX

SAMPLE_TITLE = "DỮ LIỆU MẪU - không phải số liệu của công ty nào"
COMPANY_NAME = "CÔNG TY CỔ PHẦN DỊCH VỤ SỐ SAO MẪU (DỮ LIỆU MẪU)"
CUSTOMER_ACTIVE, CUSTOMER_GONE, CUSTOMER_PROSPECT = "Đang hoạt động", "Ngừng hoạt động", "Tiềm năng"
VAT = 0.08

MANAGER_HEADER = ("STT", "Mã nhân viên", "Họ tên", "Email", "Nhóm", "Khu vực", "Ngày vào", "Ngày nghỉ")
CUSTOMER_HEADER = (
    *("STT", "Mã khách hàng", "Tên khách hàng", "Phân khúc", "Ngành nghề", "Khu vực", "Mã số thuế", "Số điện thoại"),
    *("Nhân viên phụ trách", "Ngày nhận phụ trách", "Ngày tạo", "Trạng thái"),
)
CONTRACT_HEADER = (
    *("STT", "Số hợp đồng", "Mã khách hàng", "Tên khách hàng", "Dịch vụ", "Ngày hiệu lực", "Ngày hết hạn"),
    *("Giá trị năm", "Loại tiền", "Tự động gia hạn", "Trạng thái"),
)
INVOICE_HEADER = (
    *("Ngày hạch toán (*)", "Ngày chứng từ (*)", "Số chứng từ (*)", "Số hóa đơn", "Ngày hóa đơn", "Mã khách hàng"),
    *("Tên khách hàng", "NV bán hàng", "Loại tiền", "Mã hàng (*)", "Tên hàng", "ĐVT"),
    *("Số lượng", "Đơn giá", "Thành tiền", "Tiền thuế GTGT", "Trạng thái hóa đơn"),
)
TARGET_HEADER = ("STT", "Kỳ", "Chỉ tiêu", "Cấp", "Đối tượng", "Số tiền", "Loại tiền")
ACTIVITY_HEADER = (
    *("STT", "Mã hoạt động", "Khách hàng", "Nhân viên", "Loại", "Chủ đề", "Ngày kế hoạch", "Ngày thực hiện"),
    "Trạng thái",
)


def _titles(what: str) -> tuple[str, str, str]:
    return (what, SAMPLE_TITLE, "")


def _row_numbers(count: int) -> pa.Array:
    return whole(np.arange(1, count + 1))


def customer_ids(customer: Ints) -> pa.Array:
    """``KH00001``, …"""
    return numbered("KH", customer + 1, 5)


def _tax_codes(customer: Ints) -> pa.Array:
    """Ten digits that begin with 00, which no tax office gives out; different for every customer."""
    return numbered("00", (customer * 7919 + 12_345_678) % 100_000_000, 8)


def _vnd(count: int) -> pa.Array:
    return words_of(("VND",), np.zeros(count, dtype=np.int64))


def manager_sheet(history: History) -> Sheet:
    """Every manager, also those who have left."""
    managers = history.managers
    number = np.arange(len(managers.names))
    emails = [f"nv{place + 1:03d}@saomau.example" for place in number.tolist()]
    columns = (
        _row_numbers(len(number)),
        numbered("NV", number + 1, 3),
        words_of(managers.names.tolist(), number),
        words_of(emails, number),
        words_of(words.TEAMS, managers.team),
        words_of(words.REGIONS, managers.team),
        dates(managers.joined),
        dates(managers.left),
    )
    return Sheet(
        f"{SAMPLE_PREFIX}nhan-vien-{_last_day(history)}", _titles("DANH SÁCH NHÂN VIÊN"), MANAGER_HEADER, columns
    )


def _last_day(history: History) -> date:
    return history.timeline.end - timedelta(days=1)


def customer_sheet(history: History, years: int) -> Sheet:
    """The customers known at the end of year ``years`` (1, 2, 3), with their owner on that day."""
    timeline, customers, managers = history.timeline, history.customers, history.managers
    month = years * YEAR_MONTHS - 1
    closing = timeline.month_start[month + 1]
    known = np.flatnonzero(customers.created_on < closing)
    owner, since = history.ownership.owner[known, month], history.ownership.since[known, month]
    begun = np.where(since == 0, managers.joined[owner], timeline.month_start[since])
    quarter = timeline.quarter_of[month]
    status = np.where(customers.join_quarter[known] > quarter, 2, np.where(history.active[known, quarter], 0, 1))
    columns = (
        _row_numbers(len(known)),
        customer_ids(known),
        words_of(customers.names.tolist(), known),
        words_of(words.SEGMENTS, customers.segment[known]),
        words_of([industry.name for industry in words.INDUSTRIES], customers.industry[known]),
        words_of(words.REGIONS, customers.region[known]),
        _tax_codes(known),
        numbered("0000", (known * 37 + 100_000) % 1_000_000, 6),
        words_of(managers.names.tolist(), owner),
        dates(np.maximum(begun, customers.created_on[known])),
        dates(customers.created_on[known]),
        words_of((CUSTOMER_ACTIVE, CUSTOMER_GONE, CUSTOMER_PROSPECT), status),
    )
    last = closing.astype("datetime64[D]") - np.timedelta64(1, "D")
    return Sheet(f"{SAMPLE_PREFIX}khach-hang-{last}", _titles("DANH SÁCH KHÁCH HÀNG"), CUSTOMER_HEADER, columns)


def contract_sheet(history: History, contracts: Contracts) -> Sheet:
    """Every contract; dates and money are text, as typed by hand."""
    count = len(contracts.number)
    years = contracts.start.astype("datetime64[Y]").astype(np.int64) + 1970
    first, span = (int(years.min()), int(years.max() - years.min()) + 1) if count else (0, 1)
    prefixes = words_of([f"HĐ{first + step}-" for step in range(span)], years - first)
    columns = (
        _row_numbers(count),
        joined_text(prefixes, numbered("", contracts.number, 5)),
        customer_ids(contracts.customer),
        words_of(history.customers.names.tolist(), contracts.customer),
        words_of([product.name for product in words.PRODUCTS], contracts.product),
        day_text(contracts.start.astype(np.int64)),
        day_text(contracts.end.astype(np.int64)),
        money_text(contracts.annual_amount),
        _vnd(count),
        words_of(("Không", "Có"), contracts.auto_renew.astype(np.int64)),
        words_of(STATUSES, contracts.status),
    )
    return Sheet(
        f"{SAMPLE_PREFIX}hop-dong-{_last_day(history)}", _titles("DANH SÁCH HỢP ĐỒNG"), CONTRACT_HEADER, columns
    )


def invoice_sheet(history: History, lines: InvoiceLines, year: int) -> Sheet:
    """Twelve months of MISA sales vouchers (``year`` 0, 1, 2), with the total of all lines in the last row."""
    customers, start = history.customers, history.timeline.month_start
    first, last = start[year * YEAR_MONTHS], start[(year + 1) * YEAR_MONTHS] - np.timedelta64(1, "D")
    day, products, count = day_text(lines.day), words.PRODUCTS, len(lines.number)
    vat = np.rint(lines.amount * VAT).astype(np.int64)
    columns = (
        day,
        day,
        numbered("BH", lines.number, 7),
        numbered("", lines.number, 8),
        day,
        customer_ids(lines.customer),
        words_of(customers.names.tolist(), lines.customer),
        words_of(history.managers.names.tolist(), lines.manager),
        _vnd(count),
        words_of([product.code for product in products], lines.product),
        words_of([product.name for product in products], lines.product),
        words_of([product.unit for product in products], lines.product),
        whole(lines.quantity),
        whole(lines.unit_price),
        whole(lines.amount),
        whole(vat),
        words_of(STATUS_WORDS, lines.kind),
    )
    sums = {"Thành tiền": int(lines.amount.sum()), "Tiền thuế GTGT": int(vat.sum())}
    footer = ("Tổng cộng", *(sums.get(name) for name in INVOICE_HEADER[1:]))
    period = "Từ ngày {} đến ngày {}".format(*day_text(np.array([first, last]).astype(np.int64)).to_pylist())
    stem = f"{SAMPLE_PREFIX}misa-chung-tu-ban-hang-{str(first)[:7]}-den-{str(last)[:7]}"
    return Sheet(stem, (COMPANY_NAME, "DANH SÁCH CHỨNG TỪ BÁN HÀNG", period), INVOICE_HEADER, columns, footer)


def target_sheet(history: History, targets: Targets) -> Sheet:
    """Revenue targets by month for the company and every manager; money is text."""
    count = len(targets.amount)
    month = targets.month.astype("datetime64[D]").astype(np.int64)
    columns = (
        _row_numbers(count),
        day_text(month, "%Y-%m"),
        words_of(("Doanh số",), np.zeros(count, dtype=np.int64)),
        words_of(("Công ty", "Nhân viên"), (targets.manager != COMPANY).astype(np.int64)),
        words_of(history.managers.names.tolist(), targets.manager),
        money_text(targets.amount),
        _vnd(count),
    )
    return Sheet(f"{SAMPLE_PREFIX}chi-tieu-{_last_day(history)}", _titles("CHỈ TIÊU DOANH SỐ"), TARGET_HEADER, columns)


def activity_sheet(history: History, activities: Activities) -> Sheet:
    """Planned, done, late and cancelled activities."""
    count = len(activities.customer)
    columns = (
        _row_numbers(count),
        numbered("CV", np.arange(1, count + 1), 6),
        words_of(history.customers.names.tolist(), activities.customer),
        words_of(history.managers.names.tolist(), activities.manager),
        words_of([kind for kind, _ in words.ACTIVITIES], activities.kind),
        words_of([subject for _, subject in words.ACTIVITIES], activities.kind),
        dates(activities.planned),
        dates(activities.done),
        words_of((words.PLANNED, words.DONE, words.OVERDUE, words.CANCELLED), activities.status),
    )
    stem = f"{SAMPLE_PREFIX}hoat-dong-{_last_day(history)}"
    return Sheet(stem, _titles("KẾ HOẠCH CHĂM SÓC KHÁCH HÀNG"), ACTIVITY_HEADER, columns)
