-- Grain: one row per period, group and distinct duration; one row per period even where there is no ticket.
-- Columns: hours = business hours; n_answered = answered after exactly that long; n_waiting = not answered after that long
-- (right-censored); excluded_no_business_time = tickets whose business duration cannot be known (hours is NULL).
-- Source: kpi.md section 1 (median and p90 with waiting tickets counted). Bucketed by the day of creation.
with waited as (
    select
        d.period_start,
        {dimension} as group_name,
        case when known_on <= d.as_of then 1 end as is_known,
        case
            when settled_on <= d.as_of then settled_hours
            else greatest(0, coalesce(t.known_minute, d.known_minute) - created_business_minute) / 60
        end as hours
    from ticket
    join period_clock as d on d.day = ticket.created_on
    left join period_team_clock as t on t.period_start = d.period_start and t.schedule_id = ticket.schedule_id
),
duration as (
    select
        period_start,
        group_name,
        hours,
        case when hours is not null then count(is_known) else 0 end as n_answered,
        case when hours is not null then count(*) - count(is_known) else 0 end as n_waiting,
        case when hours is null then count(*) else 0 end as excluded_no_business_time
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
