-- Grain: one row per month asked for and region, team, account manager and customer, of the largest customers only.
-- Columns: amount = revenue in the reporting currency up to the day the month is known to; customer_id; customer = its name.
-- Largest is by revenue since $recent_from; $n_customers of them. Region, team and manager are NULL where not known.
-- Source: kpi.md section 6; revenue as in section 5.
with line as (
    select
        d.period_start,
        r.region,
        r.team,
        r.manager,
        r.customer_id,
        max(r.customer) as customer,
        sum(r.amount) as amount
    from revenue_line as r
    join period_day as d on d.day = r.revenue_on
    where r.amount is not null and r.customer_id is not null
    group by d.period_start, r.region, r.team, r.manager, r.customer_id
),
sized as (
    select
        customer_id,
        row_number() over (order by sum(amount) desc, customer_id) as place
    from line
    where period_start >= $recent_from
    group by customer_id
    having sum(amount) > 0
)
select
    l.period_start,
    l.region,
    l.team,
    l.manager,
    l.customer_id,
    l.customer,
    cast(l.amount as double) as amount
from line as l
join sized as s on s.customer_id = l.customer_id
where s.place <= $n_customers
order by l.period_start, l.customer_id, l.region, l.team, l.manager
