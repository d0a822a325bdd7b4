-- Grain: one row per ticket created in the period.
-- Columns: hours = calendar hours to the first answer, or waited so far where is_answered is false; NULL = cannot be known
-- (exclusion = no_calendar_time); contribution_numerator = hours and contribution_denominator = 1 for answered tickets.
-- Source: kpi.md section 1; mean = sum of numerators / sum of denominators; median and p90 by Kaplan-Meier over all rows.
with zone as (
    select coalesce(max(value), 'UTC') as time_zone from snapshot_info where key = 'timezone'
),
day_asked as (
    select d.created_on, p.period_start, p.as_of, zone.time_zone
    from (select distinct created_on from ticket) as d
    join period as p on d.created_on >= p.period_start and d.created_on < p.cut_on
    cross join zone
),
asked as (
    select
        ticket_id,
        calendar_minutes,
        as_of,
        has_time,
        case
            when not is_answered then 0
            -- no moment, only a duration: it is known; far from the end of as_of the zone cannot matter
            when answered_at is null or cast(answered_at as date) < as_of then 1
            when cast(answered_at at time zone 'UTC' at time zone time_zone as date) <= as_of then 1
            else 0
        end as is_known,
        created_at at time zone 'UTC' at time zone time_zone as created_local,
        case when not is_answered then resolved_at at time zone 'UTC' at time zone time_zone end as closed_local
    from ticket
    join day_asked on day_asked.created_on = ticket.created_on
),
waited as (
    select
        ticket_id,
        is_known,
        case
            when is_known = 1 then cast(calendar_minutes as double) / 60
            when not has_time then null
            when cast(closed_local as date) <= as_of
                then greatest(0, cast(date_diff('second', created_local, closed_local) as double) / 3600)
            else greatest(
                0, cast(date_diff('second', created_local, cast(as_of as timestamp) + interval 1 day) as double) / 3600
            )
        end as hours
    from asked
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
    case when w.hours is null then 'no_calendar_time' end as exclusion,
    case when w.is_known = 1 then w.hours end as contribution_numerator,
    case when w.is_known = 1 and w.hours is not null then 1 end as contribution_denominator,
    t.file_name,
    t.sheet,
    t.line_no
from waited as w
join ticket as t on t.ticket_id = w.ticket_id
order by t.created_at, t.ticket_id
