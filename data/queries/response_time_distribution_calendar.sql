-- Grain: one row per period, group and distinct duration; one row per period even where there is no ticket.
-- Columns: hours = calendar hours; n_answered = answered after exactly that long; n_waiting = not answered after that long
-- (right-censored); excluded_no_calendar_time = tickets whose calendar duration cannot be known (hours is NULL).
-- Source: kpi.md section 1 (median and p90 with waiting tickets counted). Bucketed by the day of creation.
with zone as (
    select coalesce(max(value), 'UTC') as time_zone from snapshot_info where key = 'timezone'
),
day_asked as (
    select d.created_on, p.period_start, p.as_of, zone.time_zone
    from (select distinct created_on from ticket) as d
    join period as p on d.created_on >= p.period_start and d.created_on < p.cut_on
    cross join zone
),
asked as (
    select
        period_start,
        {dimension} as group_name,
        calendar_minutes,
        as_of,
        has_time,
        case
            when not is_answered then 0
            -- no moment, only a duration: it is known; far from the end of as_of the zone cannot matter
            when answered_at is null or cast(answered_at as date) < as_of then 1
            when cast(answered_at at time zone 'UTC' at time zone time_zone as date) <= as_of then 1
            else 0
        end as is_known,
        created_at at time zone 'UTC' at time zone time_zone as created_local,
        case when not is_answered then resolved_at at time zone 'UTC' at time zone time_zone end as closed_local
    from ticket
    join day_asked on day_asked.created_on = ticket.created_on
),
waited as (
    select
        period_start,
        group_name,
        is_known,
        case
            when is_known = 1 then cast(calendar_minutes as double) / 60
            when not has_time then null
            when cast(closed_local as date) <= as_of
                then greatest(0, cast(date_diff('second', created_local, closed_local) as double) / 3600)
            else greatest(
                0, cast(date_diff('second', created_local, cast(as_of as timestamp) + interval 1 day) as double) / 3600
            )
        end as hours
    from asked
),
duration as (
    select
        period_start,
        group_name,
        hours,
        count(hours) filter (where is_known = 1) as n_answered,
        count(hours) filter (where is_known = 0) as n_waiting,
        count(*) filter (where hours is null) as excluded_no_calendar_time
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
