-- Grain: one row per customer and reason to call them.
-- Columns: reason = lost (active in the period before, not in this one), detractor (latest score of the period 0 to 6) or
-- overdue (tickets of the period or the one before, unanswered past the promised time); since_on = last active day,
-- latest answer or oldest ticket; n = 1, the lowest score or the tickets; revenue = of this period and the one before
-- together (reporting currency, NULL where none).
-- Source: kpi.md sections 1 to 3; most revenue first.
with zone as (
    select coalesce(max(value), 'UTC') as time_zone from snapshot_info where key = 'timezone'
),
revenue_of_customer as (
    select r.customer_id, cast(sum(r.amount) as double) as revenue
    from revenue_line as r
    join period as p on r.revenue_on >= p.previous_start and r.revenue_on < p.cut_on
    group by r.customer_id
),
activity as (
    select
        a.customer_id,
        max(a.customer) as customer,
        max(a.manager) as manager,
        cast(max(coalesce(a.active_to, date '9999-12-31')) - interval 1 day as date) as last_active_on,
        max(case when coalesce(a.active_to, date '9999-12-31') > p.period_start then 1 else 0 end) as is_now
    from customer_activity as a
    join period as p on a.active_from < p.cut_on and coalesce(a.active_to, date '9999-12-31') > p.previous_start
    group by a.customer_id
),
response as (
    select
        s.customer_id,
        s.customer,
        s.manager,
        s.responded_on,
        s.score,
        row_number() over (
            partition by s.respondent_key order by s.responded_at desc, s.response_id desc, s.line_no desc
        ) as recency
    from survey_response as s
    join period as p on s.responded_on >= p.period_start and s.responded_on < p.cut_on
    where s.score is not null and s.customer_id is not null
),
known as (
    select p.as_of, p.previous_start, zone.time_zone, w.schedule_id, max(w.minutes_before + w.minutes) as known_minute
    from period as p
    cross join zone
    join schedule_day as w on w.day <= p.as_of
    group by p.as_of, p.previous_start, zone.time_zone, w.schedule_id
),
waiting as (
    select
        t.ticket_id,
        t.customer_id,
        t.customer,
        t.manager,
        t.created_on,
        greatest(0, k.known_minute - t.created_business_minute) as waited_minutes,
        coalesce(
            min(s.business_minutes) filter (where lower(s.priority) = lower(t.priority)),
            min(s.business_minutes) filter (where s.priority = '')
        ) as target_minutes
    from ticket as t
    join known as k
        on k.schedule_id = t.schedule_id and t.created_on >= k.previous_start and t.created_on <= k.as_of
    join sla_target as s
        on s.valid_from <= t.created_on
        and (s.valid_to is null or s.valid_to > t.created_on)
        and (lower(s.priority) = lower(t.priority) or s.priority = '')
    where
        t.customer_id is not null
        and case
            when not t.is_answered then true
            when t.answered_at is null then false
            else cast(t.answered_at at time zone 'UTC' at time zone k.time_zone as date) > k.as_of
        end
        and (t.resolved_at is null or cast(t.resolved_at at time zone 'UTC' at time zone k.time_zone as date) > k.as_of)
    group by t.ticket_id, t.customer_id, t.customer, t.manager, t.created_on, k.known_minute, t.created_business_minute
),
reason_to_call as (
    select customer_id, customer, manager, 'lost' as reason, last_active_on as since_on, 1 as n
    from activity
    where is_now = 0
    union all
    select customer_id, max(customer), max(manager), 'detractor' as reason, max(responded_on) as since_on, min(score) as n
    from response
    where recency = 1 and score <= 6
    group by customer_id
    union all
    select customer_id, max(customer), max(manager), 'overdue' as reason, min(created_on) as since_on, count(*) as n
    from waiting
    where waited_minutes > target_minutes
    group by customer_id
)
select
    c.customer_id,
    c.customer,
    c.manager,
    c.reason,
    c.since_on,
    c.n,
    r.revenue
from reason_to_call as c
left join revenue_of_customer as r on r.customer_id = c.customer_id
order by coalesce(r.revenue, 0) desc, c.customer, c.customer_id, c.reason
