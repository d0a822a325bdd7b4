-- Grain: one row per ticket created in the period.
-- Columns: hours = business hours to the first answer, or waited so far where is_answered is false; NULL = cannot be known
-- (exclusion = no_business_time); contribution_numerator = hours and contribution_denominator = 1 for answered tickets.
-- Source: kpi.md section 1; mean = sum of numerators / sum of denominators; median and p90 by Kaplan-Meier over all rows.
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
        a.ticket_id,
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
    w.is_known = 1 as is_answered,
    w.hours,
    case when w.hours is null then 'no_business_time' end as exclusion,
    case when w.is_known = 1 then w.hours end as contribution_numerator,
    case when w.is_known = 1 and w.hours is not null then 1 end as contribution_denominator,
    t.file_name,
    t.sheet,
    t.line_no
from waited as w
join ticket as t on t.ticket_id = w.ticket_id
order by t.created_at, t.ticket_id
