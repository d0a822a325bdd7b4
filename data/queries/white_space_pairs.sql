-- Grain: one row per product that the customer asked for owns and one it does not own.
-- Columns: n_owners = other customers in scope who own the owned one; n_both = of them, those who own other_product too.
-- Source: kpi.md section 7, "others who own A also own B". Owned = revenue or a contract in force in the 12 months to as_of.
with bound as (
    select max(as_of) as as_of, cast(max(as_of) - interval 12 month + interval 1 day as date) as since from period
),
owned as (
    select a.customer_id, a.product
    from customer_activity as a
    join bound as b on a.active_from <= b.as_of and coalesce(a.active_to, date '9999-12-31') > b.since
    where a.product is not null
    group by a.customer_id, a.product
),
mine as (
    select product from owned where customer_id = $customer_id
),
alike as (
    select o.customer_id, o.product
    from owned as o
    join mine as m on m.product = o.product
    where o.customer_id <> $customer_id
),
total as (
    select product, count(*) as n_owners from alike group by product
)
select a.product, o.product as other_product, max(t.n_owners) as n_owners, count(*) as n_both
from alike as a
join owned as o on o.customer_id = a.customer_id
join total as t on t.product = a.product
left join mine as m on m.product = o.product
where m.product is null
group by a.product, o.product
order by o.product, a.product
