-- Grain: one row per ticket created in the period, also those that do not count (their contributions are NULL).
-- Columns: hours = business hours to the first answer or waited so far; target_hours = what was promised when the ticket
-- was created; outcome = met, breached, or why it does not count; contribution_numerator = 1 if met, _denominator = 1.
-- Source: kpi.md section 1, "SLA"; sum of numerators / sum of denominators.
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
        ticket_id,
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
        a.ticket_id,
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
        *,
        case
            when target_minutes is null then 'no_sla_target'
            when waited_minutes is null then 'no_business_time'
            when waited_minutes > target_minutes then 'breached'
            when is_known = 1 then 'met'
            when is_closed = 1 then 'closed_unanswered'
            else 'pending'
        end as outcome
    from waited
)
select
    t.ticket_id,
    t.customer_id,
    t.customer,
    t.manager,
    t.channel,
    t.priority,
    t.created_on,
    t.created_at,
    t.answered_at,
    t.resolved_at,
    j.is_known = 1 as is_answered,
    j.waited_minutes / 60 as hours,
    cast(j.target_minutes as double) / 60 as target_hours,
    j.outcome,
    case when j.outcome in ('met', 'breached') then case when j.outcome = 'met' then 1 else 0 end end as contribution_numerator,
    case when j.outcome in ('met', 'breached') then 1 end as contribution_denominator,
    t.file_name,
    t.sheet,
    t.line_no
from judged as j
join ticket as t on t.ticket_id = j.ticket_id
order by t.created_at, t.ticket_id
