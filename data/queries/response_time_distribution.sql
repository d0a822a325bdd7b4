-- Grain: one row per period, group and distinct duration; one row per period even where there is no ticket.
-- Columns: hours = business hours; n_answered = answered after exactly that long; n_waiting = not answered after that long
-- (right-censored); excluded_no_business_time = tickets whose business duration cannot be known (hours is NULL).
-- Source: kpi.md section 1 (median and p90 with waiting tickets counted). Bucketed by the day of creation.
with zone as (
    select coalesce(max(value), 'UTC') as time_zone from snapshot_info where key = 'timezone'
),
-- what is known at the end of as_of, in the working minutes of each schedule
period_known as (
    select p.period_start, p.cut_on, p.as_of, w.schedule_id, max(w.minutes_before + w.minutes) as known_minute
    from period as p
    join schedule_day as w on w.day <= p.as_of
    group by p.period_start, p.cut_on, p.as_of, w.schedule_id
),
day_asked as (
    select d.created_on, d.schedule_id, p.period_start, p.as_of, p.known_minute, zone.time_zone
    from (select distinct created_on, schedule_id from ticket) as d
    join period_known as p
        on p.schedule_id = d.schedule_id and d.created_on >= p.period_start and d.created_on < p.cut_on
    cross join zone
),
asked as (
    select
        period_start,
        {dimension} as group_name,
        business_minutes,
        created_business_minute,
        ticket.schedule_id as schedule_id,
        known_minute,
        as_of,
        case
            when not is_answered then 0
            -- no moment, only a duration: it is known; far from the end of as_of the zone cannot matter
            when answered_at is null or cast(answered_at as date) < as_of then 1
            when cast(answered_at at time zone 'UTC' at time zone time_zone as date) <= as_of then 1
            else 0
        end as is_known,
        case when not is_answered then cast(resolved_at at time zone 'UTC' at time zone time_zone as date) end as closed_on
    from ticket
    join day_asked on day_asked.created_on = ticket.created_on and day_asked.schedule_id = ticket.schedule_id
),
-- closed without an answer: it had waited at least until that day began
waited as (
    select
        a.period_start,
        a.group_name,
        a.is_known,
        case when a.closed_on <= a.as_of then 1 else 0 end as is_closed,
        cast(
            case
                when a.is_known = 1 then a.business_minutes
                when a.closed_on <= a.as_of then greatest(0, w.minutes_before - a.created_business_minute)
                else greatest(0, a.known_minute - a.created_business_minute)
            end as double
        ) / 60 as hours
    from asked as a
    left join schedule_day as w on w.schedule_id = a.schedule_id and w.day = a.closed_on
),
duration as (
    select
        period_start,
        group_name,
        hours,
        count(hours) filter (where is_known = 1) as n_answered,
        count(hours) filter (where is_known = 0) as n_waiting,
        count(*) filter (where hours is null) as excluded_no_business_time
    from waited
    group by period_start, group_name, hours
)
select
    p.period_start,
    d.group_name,
    d.hours,
    coalesce(d.n_answered, 0) as n_answered,
    coalesce(d.n_waiting, 0) as n_waiting,
    coalesce(d.excluded_no_business_time, 0) as excluded_no_business_time
from period as p
left join duration as d on d.period_start = p.period_start
order by p.period_start, d.group_name, d.hours
