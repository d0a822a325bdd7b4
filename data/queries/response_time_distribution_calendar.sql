-- Grain: one row per period, group and distinct duration; one row per period even where there is no ticket.
-- Columns: hours = calendar hours; n_answered = answered after exactly that long; n_waiting = not answered after that long
-- (right-censored); excluded_no_calendar_time = tickets whose calendar duration cannot be known (hours is NULL).
-- Source: kpi.md section 1 (median and p90 with waiting tickets counted). Bucketed by the day of creation.
with zone as (
    select coalesce(max(value), 'UTC') as time_zone from snapshot_info where key = 'timezone'
),
-- an answer is known from its day on; one of which there is only a duration always is
asked as (
    select
        d.period_start,
        p.as_of,
        {dimension} as group_name,
        calendar_minutes,
        has_time,
        case when is_answered and coalesce(answered_on <= p.as_of, true) then 1 else 0 end as is_known,
        case when not is_answered then resolved_on end as closed_on,
        created_at,
        resolved_at
    from ticket
    join period_day as d on d.day = ticket.created_on
    join period as p on p.period_start = d.period_start
),
waited as (
    select period_start, group_name, is_known, cast(calendar_minutes as double) / 60 as hours
    from asked
    where is_known = 1
    union all
    select
        a.period_start,
        a.group_name,
        a.is_known,
        case
            when not a.has_time then null
            when a.closed_on <= a.as_of
                then greatest(0, cast(date_diff('second', a.created_at, a.resolved_at) as double) / 3600)
            else greatest(
                0,
                cast(
                    date_diff(
                        'second',
                        a.created_at at time zone 'UTC' at time zone zone.time_zone,
                        cast(a.as_of as timestamp) + interval 1 day
                    ) as double
                ) / 3600
            )
        end as hours
    from asked as a
    cross join zone
    where a.is_known = 0
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
