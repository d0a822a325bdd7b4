-- Grain: one row per product that any customer in scope owns or is offered.
-- Columns: is_owned, is_in_pipeline = by the customer asked for (owning wins); n_owned, n_in_pipeline, n_gap = customers in
-- scope, together n_customers: those active in the last 12 months, and the one asked for.
-- Source: kpi.md section 7, "White space". Owned = revenue or a contract in force in the 12 months up to as_of; in pipeline =
-- an open deal for a product not owned.
with bound as (
    select max(as_of) as as_of, cast(max(as_of) - interval 12 month + interval 1 day as date) as since from period
),
active as (
    select a.customer_id, a.product
    from customer_activity as a
    join bound as b on a.active_from <= b.as_of and coalesce(a.active_to, date '9999-12-31') > b.since
    group by a.customer_id, a.product
),
holder as (
    select customer_id from active
    union
    select customer_id from customer where customer_id = $customer_id
),
held as (
    select customer_id, product, 1 as is_owned
    from active
    where product is not null
    union all
    select d.customer_id, d.product, 0
    from deal as d
    join holder as h on h.customer_id = d.customer_id
    where d.stage = 'Open' and d.product is not null
),
holding as (
    select customer_id, product, max(is_owned) as is_owned from held group by customer_id, product
),
counted as (
    select
        product,
        count(*) filter (where is_owned = 1) as n_owned,
        count(*) filter (where is_owned = 0) as n_in_pipeline,
        count(*) filter (where is_owned = 1 and customer_id = $customer_id) > 0 as is_owned,
        count(*) filter (where is_owned = 0 and customer_id = $customer_id) > 0 as is_in_pipeline
    from holding
    group by product
)
select
    c.product,
    c.is_owned,
    c.is_in_pipeline,
    c.n_owned,
    c.n_in_pipeline,
    n.n_customers - c.n_owned - c.n_in_pipeline as n_gap,
    n.n_customers
from counted as c
cross join (select count(*) as n_customers from holder) as n
order by c.n_owned desc, c.product
