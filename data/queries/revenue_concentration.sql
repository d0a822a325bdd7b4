-- Grain: one row per account manager with revenue in the period, and one without a manager for all together.
-- Columns: n_customers = customers with revenue; revenue (reporting currency); largest_share, top5_share, top10_share = of it
-- (ratio, NULL where it is not above 0); n_equal = number of equally large customers that would be as concentrated
-- (1 / Herfindahl index, of customers above 0); is_whole = 1 for all together; manager NULL otherwise = nobody's.
-- Source: kpi.md section 4, "concentration"; Hirschman 1964, "The Paternity of an Index".
with line as (
    select r.customer_id, r.manager_id, max(r.customer) as customer, max(r.manager) as manager, sum(r.amount) as amount
    from revenue_line as r
    join period as p on r.revenue_on >= p.period_start and r.revenue_on < p.cut_on
    where r.amount is not null
    group by r.customer_id, r.manager_id
),
amount_of_customer as (
    select
        0 as is_whole, manager_id, manager, customer_id, customer, cast(amount as double) as amount
    from line
    union all
    select
        1, cast(null as varchar), cast(null as varchar), customer_id, max(customer), cast(sum(amount) as double)
    from line
    group by customer_id
),
ranked as (
    select
        *,
        row_number() over (partition by is_whole, manager_id order by amount desc, customer_id) as place
    from amount_of_customer
)
select
    is_whole,
    manager_id,
    max(manager) as manager,
    count(customer_id) as n_customers,
    sum(amount) as revenue,
    max(customer) filter (where place = 1) as largest_customer,
    case when sum(amount) > 0 then max(amount) filter (where place = 1) / sum(amount) end as largest_share,
    case when sum(amount) > 0 then sum(amount) filter (where place <= 5) / sum(amount) end as top5_share,
    case when sum(amount) > 0 then sum(amount) filter (where place <= 10) / sum(amount) end as top10_share,
    case
        when sum(amount) filter (where amount > 0) > 0
            then
                sum(amount) filter (where amount > 0) * sum(amount) filter (where amount > 0)
                / sum(amount * amount) filter (where amount > 0)
    end as n_equal
from ranked
group by is_whole, manager_id
order by is_whole desc, revenue desc, manager, manager_id
