-- Grain: one row per ticket that is neither answered nor closed by the end of as_of, whenever it was created;
-- the most overdue first.
-- Columns: waited_hours and target_hours = business hours (NULL where not known); overdue_hours = above the target,
-- negative while not yet due; due_at = when the promise runs out (UTC, NULL where not known); team = who is to answer.
-- Source: kpi.md section 1, "open past due".
with zone as (
    select coalesce(max(value), 'UTC') as time_zone from snapshot_info where key = 'timezone'
),
known as (
    select p.as_of, zone.time_zone, w.schedule_id, max(w.minutes_before + w.minutes) as known_minute
    from period as p
    cross join zone
    join schedule_day as w on w.day <= p.as_of
    group by p.as_of, zone.time_zone, w.schedule_id
),
waiting as (
    select
        t.*,
        k.as_of,
        k.time_zone,
        cast(greatest(0, k.known_minute - t.created_business_minute) as double) / 60 as waited_hours
    from ticket as t
    join known as k on k.schedule_id = t.schedule_id and t.created_on <= k.as_of
    where
        case
            when not t.is_answered then true
            when t.answered_at is null then false
            else cast(t.answered_at at time zone 'UTC' at time zone k.time_zone as date) > k.as_of
        end
        and (t.resolved_at is null or cast(t.resolved_at at time zone 'UTC' at time zone k.time_zone as date) > k.as_of)
),
promised as (
    select
        k.ticket_id,
        cast(
            coalesce(
                min(s.business_minutes) filter (where lower(s.priority) = lower(k.priority)),
                min(s.business_minutes) filter (where s.priority = '')
            ) as double
        ) / 60 as target_hours
    from waiting as k
    join sla_target as s
        on s.valid_from <= k.created_on
        and (s.valid_to is null or s.valid_to > k.created_on)
        and (lower(s.priority) = lower(k.priority) or s.priority = '')
    group by k.ticket_id
),
-- the parts of days that are worked; the minutes of each schedule begin at a number of their own
opening as (
    select
        cast(d.day as timestamp) as midnight_local,
        h.opens_minute,
        d.schedule_id * 1e9 + d.minutes_before + h.minutes_before as first_minute,
        d.schedule_id * 1e9 + d.minutes_before + h.minutes_before + h.closes_minute - h.opens_minute as last_minute
    from schedule_day as d
    join schedule_shape as h on h.shape = d.shape
),
promise_end as (
    select w.ticket_id, w.schedule_id * 1e9 + w.created_business_minute + s.target_hours * 60 as due_minute
    from waiting as w
    join promised as s on s.ticket_id = w.ticket_id
),
-- a thousandth of a minute: sums of seconds may miss the end of an opening by a rounding error
in_order as (
    select
        ticket_id,
        due_minute,
        max(first_minute) over (order by at_minute rows between unbounded preceding and current row) as first_minute
    from (
        select cast(null as varchar) as ticket_id, cast(null as double) as due_minute, first_minute, first_minute as at_minute
        from opening
        union all
        select ticket_id, due_minute, cast(null as double) as first_minute, due_minute - 0.001 as at_minute
        from promise_end
    ) as moment
),
-- the moment at which the promise runs out, on the company's clock
due as (
    select
        i.ticket_id,
        o.midnight_local
        + cast(round(60 * (o.opens_minute + i.due_minute - o.first_minute)) as integer) * interval 1 second as due_local
    from in_order as i
    join opening as o on o.first_minute = i.first_minute and o.last_minute >= i.due_minute - 0.001
    where i.ticket_id is not null
)
select
    w.ticket_id,
    w.customer_id,
    w.customer,
    w.manager,
    coalesce(w.support_team, w.team) as team,
    w.channel,
    w.priority,
    w.status,
    w.created_on,
    w.created_at,
    w.waited_hours,
    s.target_hours,
    w.waited_hours - s.target_hours as overdue_hours,
    d.due_local at time zone w.time_zone at time zone 'UTC' as due_at,
    w.file_name,
    w.sheet,
    w.line_no
from waiting as w
left join promised as s on s.ticket_id = w.ticket_id
left join due as d on d.ticket_id = w.ticket_id
order by coalesce(w.waited_hours - s.target_hours, -1000000) desc, w.created_at, w.ticket_id
