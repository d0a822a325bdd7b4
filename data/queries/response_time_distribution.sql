-- Grain: one row per period, group and distinct duration; one row per period even where there is no ticket.
-- Columns: hours = business hours; n_answered = answered after exactly that long; n_waiting = not answered after that long
-- (right-censored); excluded_no_business_time = tickets whose business duration cannot be known (hours is NULL).
-- Source: kpi.md section 1 (median and p90 with waiting tickets counted). Bucketed by the day of creation.
-- what is known at the end of as_of, in the working minutes of each schedule
with period_known as (
    select p.period_start, w.schedule_id, max(w.minutes_before + w.minutes) as known_minute
    from period as p
    join schedule_day as w on w.day <= p.as_of
    group by p.period_start, w.schedule_id
),
asked as (
    select
        d.period_start,
        {dimension} as group_name,
        business_minutes,
        created_business_minute,
        closed_business_minute,
        schedule_id,
        case when known_on <= d.as_of then 1 else 0 end as is_known,
        case when not is_answered and resolved_on <= d.as_of then 1 else 0 end as is_closed
    from ticket
    join period_day as d on d.day = ticket.created_on
),
-- closed without an answer: it had waited at least until that day began
waited as (
    select
        a.period_start,
        a.group_name,
        a.is_known,
        case
            when a.is_known = 1 then a.business_minutes
            when a.is_closed = 1 then greatest(0, a.closed_business_minute - a.created_business_minute)
            else greatest(0, k.known_minute - a.created_business_minute)
        end as minutes
    from asked as a
    left join period_known as k on k.period_start = a.period_start and k.schedule_id = a.schedule_id
),
duration as (
    select
        period_start,
        group_name,
        cast(minutes as double) / 60 as hours,
        case when minutes is not null then sum(is_known) else 0 end as n_answered,
        case when minutes is not null then count(*) - sum(is_known) else 0 end as n_waiting,
        case when minutes is null then count(*) else 0 end as excluded_no_business_time
    from waited
    group by period_start, group_name, minutes
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
