-- Grain: one row per customer in scope.
-- Columns: owned_from = day from which the present owner has looked after the customer (NULL: as long as is known);
-- n_owners = owners at the same time; created_on = as the customers' file says; first_on = first day of revenue or contract.
-- Source: the tables customer, customer_ownership and customer_activity of the snapshot.
with owner_now as (
    select customer_id, manager_id, max(owned_from) as owned_from, max(n_owners) as n_owners
    from customer_ownership
    where owned_to is null
    group by customer_id, manager_id
),
first_day as (
    select customer_id, min(active_from) as first_on from customer_activity group by customer_id
)
select
    c.customer_id,
    c.customer,
    c.segment,
    c.industry,
    c.region,
    c.manager,
    c.team,
    o.owned_from,
    o.n_owners,
    c.created_on,
    c.status,
    f.first_on
from customer as c
left join owner_now as o on o.customer_id = c.customer_id and o.manager_id = c.manager_id
left join first_day as f on f.customer_id = c.customer_id
order by c.customer_id
