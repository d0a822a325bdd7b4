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
-- tickets that are alike, waiting ones by the schedule they wait by: no schedule is below 0
counted as (
    select
        d.period_start,
        {dimension} as group_name,
        case
            when known_on <= d.as_of then -1
            when not is_answered and resolved_on <= d.as_of then -2
            else schedule_id
        end as waits_by,
        -- closed without an answer: it had waited at least until that day began
        case
            when known_on <= d.as_of then business_minutes
            when not is_answered and resolved_on <= d.as_of then greatest(0, closed_business_minute - created_business_minute)
            else created_business_minute
        end as minutes,
        count(*) as n
    from ticket
    join period_day as d on d.day = ticket.created_on
    group by d.period_start, group_name, waits_by, minutes
),
waited as (
    select
        c.period_start,
        c.group_name,
        c.n,
        case when c.waits_by = -1 then c.n else 0 end as n_known,
        case when c.waits_by < 0 then c.minutes else greatest(0, k.known_minute - c.minutes) end as minutes
    from counted as c
    left join period_known as k on k.period_start = c.period_start and k.schedule_id = c.waits_by
),
duration as (
    select
        period_start,
        group_name,
        minutes / 60 as hours,
        case when minutes is not null then sum(n_known) else 0 end as n_answered,
        case when minutes is not null then sum(n) - sum(n_known) else 0 end as n_waiting,
        case when minutes is null then sum(n) else 0 end as excluded_no_business_time
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
