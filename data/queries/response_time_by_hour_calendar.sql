-- Grain: one row per weekday, hour of the day and distinct duration of the tickets created in the period, by when they
-- were created on the company's clock; tickets without a time of day are left out.
-- Columns: weekday (0 = Monday), hour (0 to 23); hours = calendar hours; n_answered = answered after exactly that long;
-- n_waiting = not answered after that long (right-censored); n_unknown = tickets whose duration cannot be known (hours NULL).
-- Source: kpi.md section 1, as the distribution of all tickets.
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
        period_start,
        ticket.created_on as created_on,
        extract(hour from created_at at time zone 'UTC' at time zone time_zone) as hour,
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
    where ticket.has_time
),
waited as (
    select
        period_start,
        date_diff('day', date '1900-01-01', created_on) % 7 as weekday,
        hour,
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
    weekday,
    hour,
    hours,
    count(hours) filter (where is_known = 1) as n_answered,
    count(hours) filter (where is_known = 0) as n_waiting,
    count(*) filter (where hours is null) as n_unknown
from waited
group by weekday, hour, hours
order by weekday, hour, hours
