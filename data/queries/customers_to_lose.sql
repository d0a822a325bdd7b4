-- Grain: one row per customer with revenue in the period who was active since $since, largest first.
-- Columns: revenue (reporting currency) in the period; share = of all revenue of the period (ratio, NULL where that is not
-- above 0).
-- Source: docs/adr/0009-what-if.md, "Learnt from the data".
with amount_of_customer as (
    select r.customer_id, max(r.customer) as customer, cast(sum(r.amount) as double) as revenue
    from revenue_line as r
    join period as p on r.revenue_on >= p.period_start and r.revenue_on < p.cut_on
    group by r.customer_id
),
shared as (
    select *, sum(revenue) over () as total
    from amount_of_customer
),
still_active as (
    select distinct a.customer_id
    from customer_activity as a
    join period as p on a.active_from < p.cut_on
    where coalesce(a.active_to, date '9999-12-31') > cast($since as date)
)
select
    s.customer_id,
    s.customer,
    s.revenue,
    case when s.total > 0 then s.revenue / s.total end as share
from shared as s
join still_active as a on a.customer_id = s.customer_id
where s.revenue > 0
order by s.revenue desc, s.customer_id
