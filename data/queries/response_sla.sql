-- Grain: one row per period and group; one row per period even where there is no ticket.
-- Columns (tickets): numerator = met, denominator = met + breached (answered late, or open past due);
-- excluded_pending = open and not yet due; excluded_closed_unanswered = closed before it was due, without an answer;
-- excluded_no_sla_target, excluded_no_business_time = cannot be judged.
-- Source: kpi.md section 1, "SLA": the target valid on the day of creation, by priority ('' = any other).
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
        ticket.created_on as created_on,
        coalesce(lower(priority), '') as priority,
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
promised as (
    select
        k.created_on,
        k.priority,
        coalesce(
            min(s.business_minutes) filter (where lower(s.priority) = k.priority),
            min(s.business_minutes) filter (where s.priority = '')
        ) as minutes
    from (select distinct created_on, priority from asked) as k
    join sla_target as s
        on s.valid_from <= k.created_on
        and (s.valid_to is null or s.valid_to > k.created_on)
        and (lower(s.priority) = k.priority or s.priority = '')
    group by k.created_on, k.priority
),
-- closed without an answer: it had waited at least until that day began
waited as (
    select
        a.period_start,
        a.group_name,
        s.minutes as target_minutes,
        a.is_known,
        case when a.closed_on <= a.as_of then 1 else 0 end as is_closed,
        cast(
            case
                when a.is_known = 1 then a.business_minutes
                when a.closed_on <= a.as_of then greatest(0, w.minutes_before - a.created_business_minute)
                else greatest(0, a.known_minute - a.created_business_minute)
            end as double
        ) as waited_minutes
    from asked as a
    left join schedule_day as w on w.schedule_id = a.schedule_id and w.day = a.closed_on
    left join promised as s on s.created_on = a.created_on and s.priority = a.priority
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
