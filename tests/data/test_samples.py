from __future__ import annotations

import csv
from collections import Counter
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import holidays
import numpy as np
import pyarrow as pa
import pytest
from python_calamine import CalamineWorkbook

from data.samples import SAMPLE_PREFIX, make_sample
from data.samples.business import sign_contracts
from data.samples.exports import DEAL_HEADER, SURVEY_HEADER, TICKET_HEADER
from data.samples.history import History, sample_history
from data.samples.invoices import CANCELLED, add_revenue, issue_invoices
from data.samples.ledgers import CUSTOMER_HEADER, INVOICE_HEADER
from data.samples.plans import COMPANY, set_targets
from data.samples.selling import LOST, OPEN, WON, make_deals
from data.samples.timeline import MONTHS, timeline_until
from data.samples.workdays import WorkCalendar
from data.samples.writing import MOST_EXCEL_ROWS, Sheet, whole, write_sheet
from domain.errors import UsageError

UNTIL = date(2025, 10, 15)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return make_sample(tmp_path_factory.mktemp("sample"), until=UNTIL, n_customers=84)


@pytest.fixture(scope="module")
def history() -> History:
    return sample_history(UNTIL, 420, 7)


def rows_of(path: Path) -> list[list[object]]:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as text:
            return [list(row) for row in csv.reader(text)]
    return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()


def the(files: list[Path], word: str) -> list[Path]:
    return [path for path in files if word in path.name]


def tickets_in(files: list[Path]) -> list[dict[str, str]]:
    with the(files, "zendesk")[0].open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def vietnamese_day(text: str) -> date:
    return date(int(text[6:]), int(text[3:5]), int(text[:2]))


def minute_of(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_files_come_in_the_order_of_import_and_say_that_they_are_samples(files: list[Path]) -> None:
    kinds = ["nhan-vien", *["khach-hang"] * 3, "hop-dong", "hubspot", *["misa"] * 3, "zendesk", "surveymonkey"]
    kinds += ["chi-tieu", "hoat-dong"]
    assert len(files) == len(kinds)
    for path, kind in zip(files, kinds, strict=True):
        assert path.exists()
        assert path.name.startswith(SAMPLE_PREFIX)
        assert kind in path.name
        if path.suffix == ".xlsx":
            assert any("DỮ LIỆU MẪU" in str(row[0]) for row in rows_of(path)[:3])


def test_the_same_arguments_give_the_same_files(files: list[Path], tmp_path: Path) -> None:
    again = make_sample(tmp_path, until=UNTIL, n_customers=84)
    for first, second in zip(files, again, strict=True):
        assert first.name == second.name
        if first.suffix == ".csv":
            assert first.read_bytes() == second.read_bytes()
        else:
            assert rows_of(first) == rows_of(second)


def test_another_seed_gives_another_company(files: list[Path], tmp_path: Path) -> None:
    other = make_sample(tmp_path, until=UNTIL, n_customers=84, seed=8)
    assert the(files, "zendesk")[0].read_bytes() != the(other, "zendesk")[0].read_bytes()


def test_headers_are_those_of_the_systems(files: list[Path]) -> None:
    assert tuple(rows_of(the(files, "hubspot")[0])[0]) == DEAL_HEADER
    assert tuple(rows_of(the(files, "zendesk")[0])[0]) == TICKET_HEADER
    assert len(TICKET_HEADER) == 41
    survey = rows_of(the(files, "surveymonkey")[0])
    assert tuple(survey[0]) == SURVEY_HEADER
    assert survey[1][-2:] == ["Response", "Open-Ended Response"]
    assert tuple(rows_of(the(files, "misa")[0])[3]) == INVOICE_HEADER
    assert tuple(rows_of(the(files, "khach-hang")[0])[3]) == CUSTOMER_HEADER


def test_the_total_line_is_the_sum_of_the_lines_and_dates_lie_in_the_file_s_year(files: list[Path]) -> None:
    amount, day = INVOICE_HEADER.index("Thành tiền"), INVOICE_HEADER.index("Ngày hóa đơn")
    status = Counter[object]()
    for year, path in enumerate(the(files, "misa")):
        *lines, total = rows_of(path)[4:]
        assert total[0] == "Tổng cộng"
        assert total[amount] == sum(int(line[amount]) for line in lines)  # type: ignore[call-overload]
        days = [vietnamese_day(str(line[day])) for line in lines]
        assert days == sorted(days)
        assert date(2022 + year, 10, 1) <= days[0]
        assert days[-1] <= date(2023 + year, 9, 30)
        status.update(line[-1] for line in lines)
    assert set(status) == {"Hóa đơn mới", "Hoá đơn đã bị hủy", "Hoá đơn điều chỉnh"}


def test_customer_codes_keep_their_zeros_and_names_are_unique(files: list[Path]) -> None:
    customers = rows_of(the(files, "khach-hang")[-1])[4:]
    assert len(customers) == 84
    assert len({row[2] for row in customers}) == 84
    assert len({row[6] for row in customers}) == 84
    assert all(str(row[6]).startswith("00") and len(str(row[6])) == 10 for row in customers)


def test_hand_overs_show_between_the_three_customer_lists(files: list[Path]) -> None:
    lists = [{str(row[1]): (row[8], row[9]) for row in rows_of(path)[4:]} for path in the(files, "khach-hang")]
    assert len(lists[0]) < len(lists[1]) < len(lists[2])
    changed = 0
    for number, (before, after) in enumerate(pairwise(lists)):
        for customer, (owner, since) in before.items():
            new_owner, new_since = after[customer]
            if owner != new_owner:
                changed += 1
                assert new_since >= date(2023 + number, 10, 1)
                assert new_since > since
    assert changed >= 5


def independent_minutes(created: datetime, replied: datetime) -> int:
    """Working minutes counted one by one."""
    closed = holidays.country_holidays("VN", years=range(2022, 2027))
    count, at = 0, created
    while at < replied:
        day = at.date()
        works = (day.weekday() < 5 and day not in closed) or day in closed.weekend_workdays
        count += works and (8 <= at.hour < 12 or 13 <= at.hour < 17)
        at += timedelta(minutes=1)
    return count


def test_business_minutes_agree_with_counting_minute_by_minute(files: list[Path]) -> None:
    answered = [row for row in tickets_in(files) if row["First reply time in minutes"]]
    for row in answered[:: max(1, len(answered) // 40)]:
        created = minute_of(row["Created at"])
        replied = created + timedelta(minutes=int(row["First reply time in minutes"]))
        stated = int(row["First reply time in minutes within business hours"])
        assert stated == independent_minutes(created, replied)


def test_nothing_is_answered_before_it_is_asked_or_after_the_data_end(files: list[Path]) -> None:
    end, tickets = datetime(2025, 10, 1), tickets_in(files)
    for row in tickets:
        created = minute_of(row["Created at"])
        assert datetime(2022, 10, 1) <= created < end
        if minutes := row["First reply time in minutes"]:
            assert int(minutes) > 0
            assert 0 <= int(row["First reply time in minutes within business hours"]) <= int(minutes)
            assert created + timedelta(minutes=int(minutes)) < end
        if row["Solved at"]:
            assert created < minute_of(row["Solved at"]) < end
        assert (row["Status"] in {"Solved", "Closed"}) == bool(row["Solved at"])
    assert sum(not row["First reply time in minutes"] for row in tickets) > 20
    assert any(row["First reply time in minutes within business hours"] == "0" for row in tickets)


@pytest.mark.parametrize(
    ("created", "minutes", "replied"),
    [
        ("2025-07-04 16:30", 45, "2025-07-07 08:15"),  # Friday evening to Monday
        ("2025-07-07 11:50", 20, "2025-07-07 13:10"),  # over lunch
        ("2025-01-24 16:59", 2, "2025-02-03 08:01"),  # over Tết
        ("2025-04-25 17:00", 30, "2025-04-26 08:30"),  # a Saturday worked in exchange for 2 May
        ("2025-07-05 10:00", 480, "2025-07-07 17:00"),  # a whole day ends at five
    ],
)
def test_office_hours_by_hand(created: str, minutes: int, replied: str) -> None:
    calendar = WorkCalendar.covering(date(2024, 12, 1), date(2025, 9, 1))
    start, end = (np.array([np.datetime64(text, "m").astype(np.int64)]) for text in (created, replied))
    assert calendar.moment_of(calendar.worked(start) + minutes) == end
    assert calendar.worked(end) - calendar.worked(start) == minutes


def test_sizes_are_those_promised(history: History) -> None:
    lines = list(issue_invoices(history))
    revenue = np.zeros((420, MONTHS), dtype=np.int64)
    for year in lines:
        add_revenue(revenue, year)
    assert len(history.managers.names) == 14
    assert sum(len(year.number) for year in lines) == pytest.approx(40_000, rel=0.1)
    assert len(history.tickets.customer) == pytest.approx(12_000, rel=0.1)
    assert len(history.answers.customer) == pytest.approx(4_500, rel=0.1)
    years = revenue.sum(axis=0).reshape(3, 12).sum(axis=1) / 1e9
    assert 38 < years[0] < years[1] < years[2] < 60
    tet = revenue.sum(axis=0)[[3, 4]].min()
    assert tet < 0.85 * revenue.sum(axis=0)[[1, 2, 5, 6]].mean()


def test_customers_leave_and_some_come_back(history: History) -> None:
    active = history.active
    leaves = (active[:, :-1] & ~active[:, 1:]).sum()
    spells = active[:, 0].astype(int) + (~active[:, :-1] & active[:, 1:]).sum(axis=1)
    assert leaves > 60
    assert (spells > 1).sum() >= 5


def test_documents_say_the_same_as_the_history(history: History) -> None:
    """Invoiced in a quarter or under contract on a day of it: exactly the customers of that quarter."""
    timeline, shown = history.timeline, np.zeros_like(history.active)
    for lines in issue_invoices(history):
        valid = lines.kind != CANCELLED
        shown[lines.customer[valid], timeline.quarter_of[lines.month[valid]]] = True
    contracts = sign_contracts(history)
    for quarter in range(timeline.n_quarters):
        first = timeline.month_start[timeline.first_month[quarter]]
        after = timeline.month_start[timeline.after_month[quarter]]
        shown[contracts.customer[(contracts.start < after) & (contracts.end >= first)], quarter] = True
    assert (shown == history.active).all()


def test_contracts_follow_each_other_without_a_gap_or_an_overlap(history: History) -> None:
    contracts = sign_contracts(history)
    assert (contracts.end > contracts.start).all()
    order = np.lexsort((contracts.start, contracts.product, contracts.customer))
    same = (np.diff(contracts.customer[order]) == 0) & (np.diff(contracts.product[order]) == 0)
    gap = (contracts.start[order][1:] - contracts.end[order][:-1])[same].astype(np.int64)
    assert (gap >= 1).all()
    assert (gap == 1).mean() > 0.9
    assert (contracts.annual_amount % 1_000_000 == 0).all()


def test_deals_are_open_won_and_lost(history: History) -> None:
    deals, end = make_deals(history), np.datetime64("2025-10-01")
    won, lost, waiting = (deals.state == state for state in (WON, LOST, OPEN))
    assert 0.22 < won.sum() / (won.sum() + lost.sum()) < 0.4
    assert (deals.closes[~waiting] < end).all()
    assert (deals.created < end).all()
    assert (deals.created <= deals.closes).all()
    assert 0 < (deals.closes[waiting] < end).sum() < 0.2 * waiting.sum()
    assert (deals.amount[won] > 0).all()
    assert (deals.customer[won] >= 0).all()


def test_targets_run_to_the_end_of_the_year_for_the_company_and_every_manager(history: History) -> None:
    revenue = np.zeros((420, MONTHS), dtype=np.int64)
    for lines in issue_invoices(history):
        add_revenue(revenue, lines)
    targets = set_targets(history, revenue)
    company = targets.manager == COMPANY
    assert company.sum() == 39
    assert targets.month.max() == np.datetime64("2025-12")
    last = targets.amount[company][33:36].sum()
    assert 0.93 < revenue[:, 33:].sum() / last < 0.98
    managers_sum = targets.amount[~company & (targets.month == np.datetime64("2025-08"))].sum()
    assert managers_sum == pytest.approx(targets.amount[company][34] * 1.03, rel=0.05)


@pytest.mark.parametrize(
    ("until", "end", "quarters"), [(UNTIL, date(2025, 10, 1), 12), (date(2026, 11, 23), date(2026, 11, 1), 13)]
)
def test_the_data_end_with_the_last_full_month(until: date, end: date, quarters: int) -> None:
    timeline = timeline_until(until)
    assert timeline.end == end
    assert timeline.start == end.replace(year=end.year - 3)
    assert timeline.n_quarters == quarters
    assert (timeline.after_month - timeline.first_month).sum() == MONTHS


def test_part_quarters_at_both_ends_still_agree_with_the_documents() -> None:
    test_documents_say_the_same_as_the_history(sample_history(date(2026, 11, 23), 420, 7))


def test_a_sheet_too_long_for_excel_becomes_csv(tmp_path: Path) -> None:
    count = MOST_EXCEL_ROWS + 1
    days = pa.array(np.full(count, np.datetime64("2025-07-03")))
    sheet = Sheet("mau-dai", ("DỮ LIỆU MẪU",), ("Số", "Ngày"), (whole(np.arange(count)), days), ("Tổng cộng", 5))
    path = write_sheet(tmp_path, sheet)
    assert path.name == "mau-dai.csv"
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = rows_of(path)
    assert rows[:3] == [["DỮ LIỆU MẪU", ""], ["Số", "Ngày"], ["0", "03/07/2025"]]
    assert rows[-1] == ["Tổng cộng", "5"]
    assert len(rows) == count + 3


def test_a_very_small_company_works_and_none_is_refused(tmp_path: Path) -> None:
    assert len(make_sample(tmp_path, until=UNTIL, n_customers=3)) == 13
    with pytest.raises(UsageError):
        make_sample(tmp_path, until=UNTIL, n_customers=0)
