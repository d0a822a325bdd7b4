-- Grain: one row per weekday, hour of the day and distinct duration of the tickets created in the period, by when they
-- were created on the company's clock; tickets without a time of day are left out.
-- Columns: weekday (0 = Monday), hour (0 to 23); hours = business hours; n_answered = answered after exactly that long;
-- n_waiting = not answered after that long (right-censored); n_unknown = tickets whose duration cannot be known (hours NULL).
-- Source: kpi.md section 1, as the distribution of all tickets.
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
        ticket.created_on as created_on,
        extract(hour from created_at at time zone 'UTC' at time zone time_zone) as hour,
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
    where ticket.has_time
),
-- closed without an answer: it had waited at least until that day began
waited as (
    select
        a.period_start,
        date_diff('day', date '1900-01-01', a.created_on) % 7 as weekday,
        a.hour,
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
    weekday,
    hour,
    hours,
    count(hours) filter (where is_known = 1) as n_answered,
    count(hours) filter (where is_known = 0) as n_waiting,
    count(*) filter (where hours is null) as n_unknown
from waited
group by weekday, hour, hours
order by weekday, hour, hours
