-- Grain: one row per period, group and distinct duration; one row per period even where there is no ticket.
-- Columns: hours = calendar hours; n_answered = answered after exactly that long; n_waiting = not answered after that long
-- (right-censored); excluded_no_calendar_time = tickets whose calendar duration cannot be known (hours is NULL).
-- Source: kpi.md section 1 (median and p90 with waiting tickets counted). Bucketed by the day of creation.
with waited as (
    select
        d.period_start,
        {dimension} as group_name,
        case when known_on <= d.as_of then 1 end as is_known,
        case
            when settled_on <= d.as_of then settled_calendar_hours
            when not has_time then null
            else greatest(
                0,
                cast(date_diff('second', created_local, cast(d.as_of as timestamp) + interval 1 day) as double) / 3600
            )
        end as hours
    from ticket
    join period_day as d on d.day = ticket.created_on
),
duration as (
    select
        period_start,
        group_name,
        hours,
        case when hours is not null then count(is_known) else 0 end as n_answered,
        case when hours is not null then count(*) - count(is_known) else 0 end as n_waiting,
        case when hours is null then count(*) else 0 end as excluded_no_calendar_time
    from waited
    group by period_start, group_name, hours
)
select
    p.period_start,
    d.group_name,
    d.hours,
    coalesce(d.n_answered, 0) as n_answered,
    coalesce(d.n_waiting, 0) as n_waiting,
    coalesce(d.excluded_no_calendar_time, 0) as excluded_no_calendar_time
from period as p
left join duration as d on d.period_start = p.period_start
order by p.period_start, d.group_name, d.hours
