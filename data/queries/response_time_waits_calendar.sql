-- Grain: one row per period and group; one row per period even where there is no ticket.
-- Columns: waits = one number a ticket, in no order: calendar hours to its answer; negative (-0.0 included): not answered
-- after so many hours (right-censored); not a number: cannot be known, counted in excluded_no_calendar_time.
-- Source: kpi.md section 1 (median and p90 with waiting tickets counted). Bucketed by the day of creation. What
-- response_time_distribution_calendar says of everything together, for many groups: there hardly a duration is repeated.
with waited as (
    select
        d.period_start,
        {dimension} as group_name,
        case
            when known_on <= d.as_of then settled_calendar_hours
            when settled_on <= d.as_of then -settled_calendar_hours
            when not has_time then null
            else -greatest(
                0,
                cast(date_diff('second', created_local, cast(d.as_of as timestamp) + interval 1 day) as double) / 3600
            )
        end as hours
    from ticket
    join period_day as d on d.day = ticket.created_on
),
listed as (
    select
        period_start,
        group_name,
        array_agg(coalesce(hours, cast('NaN' as double))) as waits,
        count(*) - count(hours) as excluded_no_calendar_time
    from waited
    group by period_start, group_name
)
select p.period_start, l.group_name, l.waits, coalesce(l.excluded_no_calendar_time, 0) as excluded_no_calendar_time
from period as p
left join listed as l on l.period_start = p.period_start
order by p.period_start, l.group_name
