-- Grain: one row per customer and reason to call them.
-- Columns: reason = lost (active in the period before, not in this one), detractor (latest score of the period 0 to 6) or
-- overdue (tickets of the period or the one before, unanswered past the promised time); since_on = last active day,
-- latest answer or oldest ticket; n = 1, the lowest score or the tickets; revenue = of this period and the one before
-- together (reporting currency, NULL where none).
-- Source: kpi.md sections 1 to 3; most revenue first.
with active as (
    -- cut within its first month: a run of months that began before does not tell on which side of the cut it goes on
    select r.customer_id, r.customer, r.manager, p.period_start, coalesce(r.active_to, date '9999-12-31') as active_to
    from activity_run as r
    join period as p on r.active_from < p.cut_on and coalesce(r.active_to, date '9999-12-31') > p.previous_start
    where p.cut_on >= p.period_start + interval 1 month
    union all
    select a.customer_id, a.customer, a.manager, p.period_start, coalesce(a.active_to, date '9999-12-31') as active_to
    from customer_activity as a
    join period as p on a.active_from < p.cut_on and coalesce(a.active_to, date '9999-12-31') > p.previous_start
    where p.cut_on < p.period_start + interval 1 month
),
activity as (
    select
        customer_id,
        max(customer) as customer,
        max(manager) as manager,
        cast(max(active_to) - interval 1 day as date) as last_active_on,
        max(case when active_to > period_start then 1 else 0 end) as is_now
    from active
    group by customer_id
),
-- each respondent's latest answer with a score in the period
response as (
    select s.customer_id, s.customer, s.manager, s.responded_on, s.score
    from survey_response as s
    join period as p on s.responded_on >= p.period_start and s.responded_on < p.cut_on
    where s.score is not null and s.customer_id is not null and coalesce(s.next_scored_on >= p.cut_on, true)
),
known as (
    select p.as_of, p.previous_start, w.schedule_id, max(w.minutes_before + w.minutes) as known_minute
    from period as p
    join schedule_day as w on w.day <= p.as_of
    group by p.as_of, p.previous_start, w.schedule_id
),
waiting as (
    select
        t.customer_id,
        t.customer,
        t.manager,
        t.created_on,
        greatest(0, k.known_minute - t.created_business_minute) as waited_minutes,
        t.target_minutes
    from ticket as t
    join known as k
        on k.schedule_id = t.schedule_id and t.created_on >= k.previous_start and t.created_on <= k.as_of
    where
        t.customer_id is not null
        and coalesce(t.known_on > k.as_of, true)
        and coalesce(t.resolved_on > k.as_of, true)
),
reason_to_call as (
    select customer_id, customer, manager, 'lost' as reason, last_active_on as since_on, 1 as n
    from activity
    where is_now = 0
    union all
    select customer_id, max(customer), max(manager), 'detractor' as reason, max(responded_on) as since_on, min(score) as n
    from response
    where score <= 6
    group by customer_id
    union all
    select customer_id, max(customer), max(manager), 'overdue' as reason, min(created_on) as since_on, count(*) as n
    from waiting
    where waited_minutes > target_minutes
    group by customer_id
),
revenue_of_customer as (
    select r.customer_id, cast(sum(r.amount) as double) as revenue
    from revenue_line as r
    join period as p on r.revenue_on >= p.previous_start and r.revenue_on < p.cut_on
    where r.customer_id in (select customer_id from reason_to_call)
    group by r.customer_id
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
