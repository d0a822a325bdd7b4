-- Grain: one row per customer of the period and account manager who owns it on the period's last known day; customers whom
-- nobody owns have one row without a manager. Most revenue first.
-- Columns: n_owners = managers who share the customer (1/k for each); all else is the whole customer's: revenue, n_tickets
-- (created), n_answers (scored, latest of each respondent) = of the period; n_open = tickets neither answered nor closed at
-- as_of; is_returning = active in the period before too (1 or 0). Amounts in the reporting currency.
-- Source: kpi.md section 4, "Snapshot value". Only customers active in the period, where activity is known at all.
with zone as (
    select coalesce(max(value), 'UTC') as time_zone from snapshot_info where key = 'timezone'
),
active as (
    select
        a.customer_id,
        max(a.customer) as customer,
        max(a.segment) as segment,
        max(case when coalesce(a.active_to, date '9999-12-31') > p.period_start then 1 else 0 end) as is_now,
        max(case when a.active_from < p.period_start then 1 else 0 end) as is_before
    from customer_activity as a
    join period as p on a.active_from < p.cut_on and coalesce(a.active_to, date '9999-12-31') > p.previous_start
    group by a.customer_id
),
owned as (
    select o.customer_id, o.customer, o.segment, o.manager_id, o.manager, o.team, o.n_owners
    from customer_ownership as o
    join period as p
        on o.owned_from < p.cut_on
        and coalesce(o.owned_to, p.cut_on) >= p.cut_on
        and coalesce(o.owned_to, p.cut_on) > p.period_start
    where o.manager_id is not null
),
counted as (
    select customer_id, customer, segment, is_before as is_returning from active where is_now = 1
    union all
    select customer_id, max(customer), max(segment), cast(null as integer)
    from owned
    where (select count(*) from customer_activity) = 0
    group by customer_id
),
earned as (
    select r.customer_id, cast(sum(r.amount) as double) as revenue
    from revenue_line as r
    join period as p on r.revenue_on >= p.period_start and r.revenue_on < p.cut_on
    group by r.customer_id
),
asked as (
    select
        t.customer_id,
        count(*) filter (where t.created_on >= p.period_start) as n_tickets,
        count(*) filter (
            where
                case
                    when not t.is_answered then true
                    when t.answered_at is null then false
                    else cast(t.answered_at at time zone 'UTC' at time zone zone.time_zone as date) > p.as_of
                end
                and (
                    t.resolved_at is null
                    or cast(t.resolved_at at time zone 'UTC' at time zone zone.time_zone as date) > p.as_of
                )
        ) as n_open
    from ticket as t
    join period as p on t.created_on < p.cut_on
    cross join zone
    -- no time zone is a day ahead of or behind UTC: what was answered before that day is answered
    where t.created_on >= p.period_start or not t.is_answered or t.answered_at >= cast(p.as_of as timestamp)
    group by t.customer_id
),
latest as (
    select
        s.customer_id,
        row_number() over (
            partition by s.respondent_key order by s.responded_at desc, s.response_id desc, s.line_no desc
        ) as recency
    from survey_response as s
    join period as p on s.responded_on >= p.period_start and s.responded_on < p.cut_on
    where s.score is not null
),
answered as (
    select customer_id, count(*) as n_answers from latest where recency = 1 group by customer_id
)
select
    c.customer_id,
    c.customer,
    c.segment,
    o.manager_id,
    o.manager,
    o.team,
    coalesce(o.n_owners, 1) as n_owners,
    coalesce(e.revenue, 0) as revenue,
    coalesce(t.n_tickets, 0) as n_tickets,
    coalesce(t.n_open, 0) as n_open,
    coalesce(n.n_answers, 0) as n_answers,
    coalesce(c.is_returning, 0) as is_returning
from counted as c
left join owned as o on o.customer_id = c.customer_id
left join earned as e on e.customer_id = c.customer_id
left join asked as t on t.customer_id = c.customer_id
left join answered as n on n.customer_id = c.customer_id
order by revenue desc, c.customer, c.customer_id, o.manager, o.manager_id
