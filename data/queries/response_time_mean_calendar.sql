-- Grain: one row per period and group; none where no ticket was created.
-- Columns: n = answered tickets; total, total_of_squares of their first response times in calendar hours;
-- excluded_waiting = not answered by the end of as_of; excluded_no_calendar_time = answered, but not known in calendar time.
-- Source: kpi.md section 1, "Value shown". Bucketed by the day the ticket was created.
-- An answer is known from its day on; one of which there is only a duration always is.
with asked as (
    select
        d.period_start,
        {dimension} as group_name,
        case when known_on <= d.as_of then settled_calendar_hours end as hours,
        case when known_on <= d.as_of then 1 end as is_known
    from ticket
    join period_day as d on d.day = ticket.created_on
)
select
    period_start,
    group_name,
    count(hours) as n,
    sum(hours) as total,
    sum(hours * hours) as total_of_squares,
    count(*) - count(is_known) as excluded_waiting,
    count(is_known) - count(hours) as excluded_no_calendar_time
from asked
group by period_start, group_name
order by period_start, group_name
