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
-- an answer is known from its day on; one of which there is only a duration always is
asked as (
    select
        d.period_start,
        p.as_of,
        {dimension} as group_name,
        business_minutes,
        created_business_minute,
        schedule_id,
        case when is_answered and coalesce(answered_on <= p.as_of, true) then 1 else 0 end as is_known,
        case when not is_answered then resolved_on end as closed_on
    from ticket
    join period_day as d on d.day = ticket.created_on
    join period as p on p.period_start = d.period_start
),
-- closed without an answer: it had waited at least until that day began
waited as (
    select
        period_start,
        group_name,
        is_known,
        cast(business_minutes as double) / 60 as hours
    from asked
    where is_known = 1
    union all
    select
        a.period_start,
        a.group_name,
        a.is_known,
        cast(
            case
                when a.closed_on <= a.as_of then greatest(0, w.minutes_before - a.created_business_minute)
                else greatest(0, k.known_minute - a.created_business_minute)
            end as double
        ) / 60 as hours
    from asked as a
    left join period_known as k on k.period_start = a.period_start and k.schedule_id = a.schedule_id
    left join schedule_day as w on w.schedule_id = a.schedule_id and w.day = a.closed_on
    where a.is_known = 0
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
