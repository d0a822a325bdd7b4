-- Grain: one row per customer with revenue in the period, largest first.
-- Columns: revenue (reporting currency); share, share_so_far = of all revenue of the period (ratio, NULL where that is not
-- above 0); place = rank, 1 is the largest; revenue_before = in the period before.
-- Source: kpi.md section 4, "concentration".
with amount_of_customer as (
    select
        r.customer_id,
        max(r.customer) as customer,
        max(r.manager) as manager,
        cast(coalesce(sum(r.amount) filter (where r.revenue_on >= p.period_start), 0) as double) as revenue,
        cast(coalesce(sum(r.amount) filter (where r.revenue_on < p.period_start), 0) as double) as revenue_before,
        count(r.amount) filter (where r.revenue_on >= p.period_start) as n
    from revenue_line as r
    join period as p on r.revenue_on >= p.previous_start and r.revenue_on < p.cut_on
    group by r.customer_id
),
ranked as (
    select
        *,
        sum(revenue) over () as total,
        sum(revenue) over (
            order by revenue desc, customer_id rows between unbounded preceding and current row
        ) as revenue_so_far,
        row_number() over (order by revenue desc, customer_id) as place
    from amount_of_customer
    where n > 0
)
select
    place,
    customer_id,
    customer,
    manager,
    revenue,
    revenue_before,
    case when total > 0 then revenue / total end as share,
    case when total > 0 then revenue_so_far / total end as share_so_far
from ranked
order by place
