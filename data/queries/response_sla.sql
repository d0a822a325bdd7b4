-- Grain: one row per period and group; one row per period even where there is no ticket.
-- Columns (tickets): numerator = met, denominator = met + breached (answered late, or open past due);
-- excluded_pending = open and not yet due; excluded_closed_unanswered = closed before it was due, without an answer;
-- excluded_no_sla_target, excluded_no_business_time = cannot be judged.
-- Source: kpi.md section 1, "SLA": the target valid on the day of creation, by priority ('' = any other).
-- The ticket states from which day on it is settled and how, and from which day on it is late without an answer.
with judged as (
    select
        d.period_start,
        {dimension} as group_name,
        case when judged_on <= d.as_of then judgement when missed_on <= d.as_of then 0 else 2 end as outcome
    from ticket
    join period_day as d on d.day = ticket.created_on
),
counted as (
    select
        period_start,
        group_name,
        count(*) filter (where outcome = 1) as met,
        count(*) filter (where outcome in (0, 1)) as judged,
        count(*) filter (where outcome = 2) as pending,
        count(*) filter (where outcome = 5) as closed_unanswered,
        count(*) filter (where outcome = 3) as no_sla_target,
        count(*) filter (where outcome = 4) as no_business_time
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
