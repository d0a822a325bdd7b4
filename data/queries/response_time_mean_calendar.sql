-- Grain: one row per period and group; one row per period even where no ticket was answered.
-- Columns: n = answered tickets; total, total_of_squares of their first response times in calendar hours;
-- excluded_waiting = not answered by the end of as_of; excluded_no_calendar_time = answered, but not known in calendar time.
-- Source: kpi.md section 1, "Value shown". Bucketed by the day the ticket was created.
-- An answer is known from its day on; one of which there is only a duration always is.
with asked as (
    select
        d.period_start,
        {dimension} as group_name,
        case when known_on <= d.as_of then cast(calendar_minutes as double) / 60 end as hours,
        case when known_on <= d.as_of then 1 else 0 end as is_known
    from ticket
    join period_day as d on d.day = ticket.created_on
),
answered as (
    select
        period_start,
        group_name,
        count(hours) as n,
        sum(hours) as total,
        sum(hours * hours) as total_of_squares,
        count(*) - sum(is_known) as excluded_waiting,
        sum(is_known) - count(hours) as excluded_no_calendar_time
    from asked
    group by period_start, group_name
)
select
    p.period_start,
    a.group_name,
    coalesce(a.n, 0) as n,
    a.total,
    a.total_of_squares,
    coalesce(a.excluded_waiting, 0) as excluded_waiting,
    coalesce(a.excluded_no_calendar_time, 0) as excluded_no_calendar_time
from period as p
left join answered as a on a.period_start = p.period_start
order by p.period_start, a.group_name
