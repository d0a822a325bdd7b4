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
-- an answer is known from its day on; one of which there is only a duration always is
asked as (
    select
        d.period_start,
        p.as_of,
        d.day as created_on,
        coalesce(lower(priority), '') as priority,
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
-- the target of a day, by priority; '' is any other
promised as (
    select d.day, lower(s.priority) as priority, min(s.business_minutes) as minutes
    from (select distinct day from period_day) as d
    join sla_target as s on s.valid_from <= d.day and (s.valid_to is null or s.valid_to > d.day)
    group by d.day, lower(s.priority)
),
-- closed without an answer: it had waited at least until that day began
waited as (
    select
        a.period_start,
        a.group_name,
        coalesce(s.minutes, o.minutes) as target_minutes,
        a.is_known,
        case when a.closed_on <= a.as_of then 1 else 0 end as is_closed,
        cast(
            case
                when a.is_known = 1 then a.business_minutes
                when a.closed_on <= a.as_of then greatest(0, w.minutes_before - a.created_business_minute)
                else greatest(0, k.known_minute - a.created_business_minute)
            end as double
        ) as waited_minutes
    from asked as a
    left join schedule_day as w on w.schedule_id = a.schedule_id and w.day = a.closed_on
    left join period_known as k on k.period_start = a.period_start and k.schedule_id = a.schedule_id
    left join promised as s on s.day = a.created_on and s.priority = a.priority
    left join promised as o on o.day = a.created_on and o.priority = ''
),
judged as (
    select
        period_start,
        group_name,
        case
            when target_minutes is null then 'no_sla_target'
            when waited_minutes is null then 'no_business_time'
            when waited_minutes > target_minutes then 'breached'
            when is_known = 1 then 'met'
            when is_closed = 1 then 'closed_unanswered'
            else 'pending'
        end as outcome
    from waited
),
counted as (
    select
        period_start,
        group_name,
        count(*) filter (where outcome = 'met') as numerator,
        count(*) filter (where outcome in ('met', 'breached')) as denominator,
        count(*) filter (where outcome = 'pending') as excluded_pending,
        count(*) filter (where outcome = 'closed_unanswered') as excluded_closed_unanswered,
        count(*) filter (where outcome = 'no_sla_target') as excluded_no_sla_target,
        count(*) filter (where outcome = 'no_business_time') as excluded_no_business_time
    from judged
    group by period_start, group_name
)
select
    p.period_start,
    c.group_name,
    coalesce(c.numerator, 0) as numerator,
    coalesce(c.denominator, 0) as denominator,
    coalesce(c.excluded_pending, 0) as excluded_pending,
    coalesce(c.excluded_closed_unanswered, 0) as excluded_closed_unanswered,
    coalesce(c.excluded_no_sla_target, 0) as excluded_no_sla_target,
    coalesce(c.excluded_no_business_time, 0) as excluded_no_business_time
from period as p
left join counted as c on c.period_start = p.period_start
order by p.period_start, c.group_name
