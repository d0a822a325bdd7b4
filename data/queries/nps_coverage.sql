-- Grain: one row per period.
-- Columns: n_sent = surveys sent in the period, n_sent_answered = those of them with a score by the last known day (both 0
-- where sending is not known); n_customers_answered = active customers with a scored answer; n_customers_active = active
-- customers.
-- Source: kpi.md section 2, response rate and account coverage.
with sent as (
    select
        p.period_start,
        count(*) as n_sent,
        count(case when s.responded_on <= p.as_of then s.score end) as n_sent_answered
    from period as p
    join survey_response as s on s.sent_on >= p.period_start and s.sent_on < p.cut_on
    group by p.period_start
),
active as (
    select distinct p.period_start, a.customer_id
    from customer_activity as a
    join period as p on a.active_from < p.cut_on and coalesce(a.active_to, date '9999-12-31') > p.period_start
),
answered as (
    select distinct p.period_start, s.customer_id
    from survey_response as s
    join period as p on s.responded_on >= p.period_start and s.responded_on < p.cut_on
    where s.score is not null
),
covered as (
    select a.period_start, count(*) as n_customers_active, count(s.customer_id) as n_customers_answered
    from active as a
    left join answered as s on s.period_start = a.period_start and s.customer_id = a.customer_id
    group by a.period_start
)
select
    p.period_start,
    coalesce(s.n_sent, 0) as n_sent,
    coalesce(s.n_sent_answered, 0) as n_sent_answered,
    coalesce(c.n_customers_answered, 0) as n_customers_answered,
    coalesce(c.n_customers_active, 0) as n_customers_active
from period as p
left join sent as s on s.period_start = p.period_start
left join covered as c on c.period_start = p.period_start
order by p.period_start
