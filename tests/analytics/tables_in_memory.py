"""The tables of a snapshot built by hand in memory, and a Read on them, for tests of numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from data.periods import AskedPeriods
from domain.read import Read
from domain.scope import Dimension

DATA = Path(__file__).parents[2] / "data"
QUERIES = DATA / "queries"
LOCAL_HOURS_AHEAD = 7

_DIMS = "customer_id varchar, customer varchar, manager_id varchar, manager varchar, team varchar, region varchar"
_DIMS += ", segment varchar, industry varchar"
_SOURCE = "load_id integer, file_name varchar, sheet varchar, line_no integer"
TABLES = {
    "customer": f"{_DIMS}, customer_name varchar, created_on date, status varchar, is_listed boolean, {_SOURCE}",
    "manager": "manager_id varchar, manager varchar, manager_name varchar, team varchar, region varchar, left_on date,"
    f" {_SOURCE}",
    "customer_ownership": f"{_DIMS}, owned_from date, owned_to date, n_owners integer, basis varchar, load_id integer",
    "deal": f"deal_id varchar, deal_name varchar, {_DIMS}, product varchar, stage varchar, amount decimal(18, 2),"
    " currency varchar, amount_reporting decimal(18, 2), probability double, created_on date, close_on date,"
    f" lost_reason varchar, forecast_category varchar, {_SOURCE}",
    "deal_version": f"deal_id varchar, version_no integer, deal_name varchar, {_DIMS}, product varchar, stage varchar,"
    " amount decimal(18, 2), currency varchar, amount_reporting decimal(18, 2), probability double, created_on date,"
    " close_on date, loaded_on date, last_load_id integer, last_loaded_on date, replaced_on date, is_current boolean,"
    f" lost_reason varchar, forecast_category varchar, {_SOURCE}",
    "invoice_line": f"invoice_id varchar, {_DIMS}, product varchar, quantity decimal(18, 6), amount decimal(18, 2),"
    " currency varchar,"
    f" amount_reporting decimal(18, 2), invoiced_on date, status varchar, {_SOURCE}",
    "contract": f"contract_id varchar, {_DIMS}, product varchar, start_on date, end_on date,"
    f" annual_amount_reporting decimal(18, 2), auto_renew boolean, status varchar, {_SOURCE}",
    "ticket": f"ticket_id varchar, {_DIMS}, support_team varchar, channel varchar, priority varchar,"
    " created_at timestamp, created_local timestamp, created_on date, first_response_at timestamp,"
    " resolved_at timestamp, status varchar,"
    " is_answered boolean, answered_at timestamp, answered_on date, known_on date, resolved_on date,"
    " calendar_minutes double, business_minutes double, created_business_minute double, target_minutes double,"
    " closed_business_minute double, settled_on date, settled_hours double, settled_calendar_hours double,"
    " judged_on date, judgement tinyint, missed_on date, schedule_id integer default 0,"
    f" has_time boolean, {_SOURCE}",
    "survey_response": f"response_id varchar, {_DIMS}, respondent_key varchar, score integer, comment varchar,"
    f" responded_at timestamp, responded_on date, next_scored_on date, sent_at timestamp, sent_on date, {_SOURCE}",
    "target_line": "period_start date, period_end date, measure varchar, level varchar, member varchar,"
    " manager varchar, team varchar, region varchar, segment varchar, industry varchar, product varchar,"
    " amount decimal(18, 2), currency varchar, amount_reporting decimal(18, 2), is_typed boolean default false,"
    " is_in_quarter boolean default false,"
    f" imported_amount decimal(18, 2), {_SOURCE}",
    "activity": f"activity_id varchar, {_DIMS}, kind varchar, subject varchar, planned_on date, done_on date,"
    f" status varchar, {_SOURCE}",
    "revenue_line": f"revenue_on date, amount decimal(18, 2), exclusion varchar, {_DIMS}, product varchar,"
    f" basis varchar, record_id varchar, amount_original decimal(18, 2), currency varchar, {_SOURCE}",
    "customer_activity": f"{_DIMS}, product varchar, active_from date, active_to date, amount decimal(18, 2),"
    f" basis varchar, record_id varchar, {_SOURCE}",
    "working_day": "day date, is_working boolean, minutes integer, minutes_before double, holiday varchar",
    "schedule_day": "schedule_id integer default 0, day date, minutes double, minutes_before double,"
    " shape integer, holiday varchar",
    "schedule_shape": "shape integer, opens_minute double, closes_minute double, minutes_before double",
    "sla_target": "priority varchar, business_minutes double, valid_from date, valid_to date",
    "load": "load_id integer, file_name varchar, sheet varchar",
    "snapshot_info": "key varchar, value varchar",
}

DERIVED = f"""
    update survey_response as one set next_scored_on = (
        select min(other.responded_on) from survey_response as other
        where other.respondent_key = one.respondent_key and other.score is not null
        and (other.responded_at, coalesce(other.response_id, ''), coalesce(other.line_no, 0))
            > (one.responded_at, coalesce(one.response_id, ''), coalesce(one.line_no, 0))
    ) where score is not null;
    update ticket set
        created_local = created_at at time zone 'UTC' at time zone (
            select coalesce(max(value), 'UTC') from snapshot_info where key = 'timezone'
        ),
        answered_on = cast(answered_at + interval {LOCAL_HOURS_AHEAD} hour as date),
        resolved_on = cast(resolved_at + interval {LOCAL_HOURS_AHEAD} hour as date);
    update ticket set
        known_on = case when is_answered then coalesce(answered_on, created_on) end,
        closed_business_minute = (
            select max(minutes_before) from schedule_day
            where not is_answered and day = resolved_on and schedule_day.schedule_id = ticket.schedule_id
        ),
        target_minutes = (
            select coalesce(
                min(business_minutes) filter (where lower(sla_target.priority) = lower(ticket.priority)),
                min(business_minutes) filter (where sla_target.priority = '')
            )
            from sla_target where valid_from <= created_on and (valid_to is null or valid_to > created_on)
        );
    update ticket set
        settled_on = case when is_answered then known_on else resolved_on end,
        settled_hours = case
            when is_answered then business_minutes
            when resolved_on is not null then greatest(0, closed_business_minute - created_business_minute)
        end / 60,
        settled_calendar_hours = case
            when is_answered then calendar_minutes / 60
            when has_time and resolved_at is not null
                then greatest(0, cast(date_diff('second', created_at, resolved_at) as double) / 3600)
        end,
        judged_on = case
            when target_minutes is null then created_on when is_answered then known_on else resolved_on
        end,
        judgement = case
            when target_minutes is null then 3
            when is_answered and business_minutes is null then 4
            when is_answered then if(business_minutes > target_minutes, 0, 1)
            when resolved_on is null then 2
            when closed_business_minute - created_business_minute > target_minutes then 0
            else 5
        end,
        missed_on = (
            select min(day) from schedule_day
            where schedule_day.schedule_id = ticket.schedule_id
            and minutes_before + minutes - created_business_minute > target_minutes
        );
    -- where quarters and months stand beside each other a test says itself which counts
    update target_line set is_in_quarter = true
    where
        not is_in_quarter
        and not exists (select * from target_line where is_in_quarter)
        and date_diff('month', period_start, period_end) = 3;
    -- who is active is a customer: a test need not say it twice
    create temp view customer as
    select
        customer_id, any_value(customer) as customer, any_value(manager_id) as manager_id,
        any_value(manager) as manager, any_value(team) as team, any_value(region) as region,
        any_value(segment) as segment, any_value(industry) as industry
    from customer_activity group by customer_id;
    -- whatever makes a customer active is given as one table: none of it is kept as invoice lines
    create schema kept;
    create table kept.invoice_line (customer_id varchar, product varchar, invoiced_on date, status varchar);
    create table kept.other_activity as select * from customer_activity;
    {(DATA / "schema" / "42_activity_run.sql").read_text(encoding="utf-8")};
    drop schema kept cascade;
    drop view temp.customer
"""
"""What the schema derives from other tables."""

Rows = pd.DataFrame | Sequence[Mapping[str, object]]


def weekdays(first: date = date(2023, 1, 1), last: date = date(2027, 12, 31)) -> list[dict[str, object]]:
    """The rows of ``working_day``: Monday to Friday, eight hours, no holidays."""
    rows: list[dict[str, object]] = []
    before = 0
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        minutes = 480 if day.weekday() < 5 else 0
        rows.append({"day": day, "is_working": minutes > 0, "minutes": minutes, "minutes_before": before})
        before += minutes
    return rows


def company_days(rows: Rows) -> pd.DataFrame:
    """The rows of ``schedule_day`` of a company whose ``working_day`` these are: shape 1 is an ordinary day."""
    days = rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(list(rows)).astype({"day": "datetime64[us]"})
    return days[["day", "minutes", "minutes_before"]].assign(shape=(days["minutes"] > 0).astype(int))


STANDARD: dict[str, Rows] = {
    "working_day": pd.DataFrame(weekdays()).astype({"day": "datetime64[us]"}),
    "sla_target": [{"priority": "", "business_minutes": 480, "valid_from": date(1900, 1, 1), "valid_to": None}],
    "schedule_shape": [{"shape": 1, "opens_minute": 480, "closes_minute": 960, "minutes_before": 0}],
    "snapshot_info": [{"key": "timezone", "value": "Asia/Ho_Chi_Minh"}],
    "load": [{"load_id": 1, "file_name": "data.csv", "sheet": None}],
}


def read_from(tables: Mapping[str, Rows]) -> Read:
    """A Read on the given tables; those not given are empty, or standard where a company always has them."""
    connection = duckdb.connect()
    connection.execute("; ".join(f"create table {name} ({columns})" for name, columns in TABLES.items()))
    for name in TABLES:
        rows = tables.get(name, STANDARD.get(name))
        if rows is None and name == "schedule_day":
            rows = company_days(tables.get("working_day", STANDARD["working_day"]))
        frame = rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(list(rows or []))
        if len(frame):
            _fill(connection, name, frame)
    connection.execute(DERIVED)
    return read_on(connection)


def read_on(connection: duckdb.DuckDBPyConnection) -> Read:
    """A Read on the tables of a connection, without any scope."""

    periods = AskedPeriods()

    def read(query: str, parameters: Mapping[str, object]) -> pd.DataFrame:
        given = dict(parameters)
        text = (QUERIES / f"{query}.sql").read_text(encoding="utf-8")
        periods.make(connection, given.pop("periods", ()), text)
        dimension = given.pop("dimension", None)
        if isinstance(dimension, Dimension):
            assert "{dimension}" in text, f"{query} cannot be split"
            text = text.replace("{dimension}", f"coalesce(\"{dimension.value}\", '(none)')")
            return connection.execute(text, given).df()
        found = connection.execute(text.replace("{dimension}", "'(whole)'"), given).df()
        return found.assign(group_name=None) if "{dimension}" in text else found

    return read


def _fill(connection: duckdb.DuckDBPyConnection, name: str, frame: pd.DataFrame) -> None:
    names = ", ".join(frame.columns)
    is_typed = all(isinstance(kind, np.dtype) and kind.kind != "O" for kind in frame.dtypes)
    connection.register("given_rows", frame if is_typed else frame.astype(object).where(frame.notna(), None))
    connection.execute(f"insert into {name} ({names}) select {names} from given_rows")
    connection.unregister("given_rows")


def dims(customer: str, manager: str = "An", **others: object) -> dict[str, object]:
    """The dimension columns of a row."""
    row: dict[str, object] = {"customer_id": customer, "customer": customer, "manager_id": manager, "manager": manager}
    row |= {"team": "North", "region": "Hà Nội", "segment": "SME", "industry": "Retail"}
    row |= {"load_id": 1, "file_name": "data.csv", "line_no": 2}
    return row | others


def invoice(customer: str, day: date, amount: float, manager: str = "An", **others: object) -> dict[str, object]:
    """A row of ``revenue_line``."""
    row = {"revenue_on": day, "amount": amount, "basis": "invoice", "record_id": f"{customer}-{day}"}
    return dims(customer, manager) | row | others


def used(
    customer: str, day: date, until: date | None = None, manager: str = "An", **others: object
) -> dict[str, object]:
    """A row of ``customer_activity``: one day, or up to ``until`` (exclusive)."""
    row = {"active_from": day, "active_to": until or day + timedelta(days=1), "record_id": f"{customer}-{day}"}
    return dims(customer, manager) | row | others


def owned(customer: str, manager: str, since: date, until: date | None = None, n_owners: int = 1) -> dict[str, object]:
    """A row of ``customer_ownership``."""
    row = dims(customer, manager, owned_from=since, owned_to=until, n_owners=n_owners, basis="file")
    return {name: value for name, value in row.items() if name not in ("file_name", "line_no")}


def answer(respondent: str, score: int | None, day: date, **others: object) -> dict[str, object]:
    """A row of ``survey_response``, given at noon."""
    row = {"response_id": f"{respondent}-{day}", "respondent_key": respondent, "score": score, "responded_on": day}
    row["responded_at"] = datetime(day.year, day.month, day.day, 12)
    return dims(respondent) | row | others


def ticket(number: str, created: datetime, hours: float | None, **others: object) -> dict[str, object]:
    """A row of ``ticket`` created at a local moment, answered after so many calendar hours (None: waiting).

    Business hours are the same as calendar hours up to eight, so that a test can say both with one number.
    """
    answered = None if hours is None else created + timedelta(hours=hours)
    into_day = min(max(created.hour * 60 + created.minute - 480, 0), 480) if created.weekday() < 5 else 0
    start = next(row for row in weekdays() if row["day"] == created.date())
    before = start["minutes_before"]
    assert isinstance(before, int)
    row: dict[str, object] = {
        "ticket_id": number,
        "created_at": _utc(created),
        "created_on": created.date(),
        "is_answered": answered is not None,
        "answered_at": None if answered is None else _utc(answered),
        "calendar_minutes": None if hours is None else hours * 60,
        "business_minutes": None if hours is None else hours * 60,
        "created_business_minute": before + into_day,
        "has_time": True,
        "channel": "e-mail",
        "priority": "normal",
    }
    return dims("Alpha") | row | others


def _utc(local: datetime) -> datetime:
    return local.replace(tzinfo=UTC).replace(tzinfo=None) - timedelta(hours=LOCAL_HOURS_AHEAD)
