-- Grain: one row per period and group; one row per period even where there is no ticket.
-- Columns (tickets): numerator = met, denominator = met + breached (answered late, or open past due);
-- excluded_pending = open and not yet due; excluded_closed_unanswered = closed before it was due, without an answer;
-- excluded_no_sla_target, excluded_no_business_time = cannot be judged.
-- Source: kpi.md section 1, "SLA": the target valid on the day of creation, by priority ('' = any other).
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
        target_minutes,
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
        a.target_minutes,
        a.is_known,
        a.is_closed,
        case
            when a.is_known = 1 then a.business_minutes
            when a.is_closed = 1 then greatest(0, a.closed_business_minute - a.created_business_minute)
            else greatest(0, k.known_minute - a.created_business_minute)
        end as waited_minutes
    from asked as a
    left join period_known as k on k.period_start = a.period_start and k.schedule_id = a.schedule_id
),
judged as (
    select
        period_start,
        group_name,
        case
            when target_minutes is null then 3
            when waited_minutes is null then 4
            when waited_minutes > target_minutes then 0
            when is_known = 1 then 1
            when is_closed = 1 then 5
            else 2
        end as outcome,
        count(*) as n
    from waited
    group by period_start, group_name, outcome
),
counted as (
    select
        period_start,
        group_name,
        sum(n) filter (where outcome = 1) as met,
        sum(n) filter (where outcome in (0, 1)) as judged,
        sum(n) filter (where outcome = 2) as pending,
        sum(n) filter (where outcome = 5) as closed_unanswered,
        sum(n) filter (where outcome = 3) as no_sla_target,
        sum(n) filter (where outcome = 4) as no_business_time
    from judged
    group by period_start, group_name
)
select
    p.period_start,
    c.group_name,
    coalesce(c.met, 0) as numerator,
    coalesce(c.judged, 0) as denominator,
    coalesce(c.pending, 0) as excluded_pending,
    coalesce(c.closed_unanswered, 0) as excluded_closed_unanswered,
    coalesce(c.no_sla_target, 0) as excluded_no_sla_target,
    coalesce(c.no_business_time, 0) as excluded_no_business_time
from period as p
left join counted as c on c.period_start = p.period_start
order by p.period_start, c.group_name
