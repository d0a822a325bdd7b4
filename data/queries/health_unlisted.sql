-- Grain: one row per customer or account manager that records name and no list has; most records first.
-- Columns: kind = customer or manager; name; n = records that name it. A kind without a list has no rows.
-- Source: is_listed of the derived tables, as the import report tells names that no list has.
with listed as (
    select
        (select count(*) from customer where is_listed) as n_customers,
        (select count(*) from manager where is_listed) as n_managers
),
named as (
    select 'customer' as kind, customer_id as key, customer as name from deal
    union all
    select 'customer', customer_id, customer from invoice_line
    union all
    select 'customer', customer_id, customer from contract
    union all
    select 'customer', customer_id, customer from ticket
    union all
    select 'customer', customer_id, customer from survey_response
    union all
    select 'manager', manager_id, manager from deal
    union all
    select 'manager', manager_id, manager from invoice_line
    union all
    select 'manager', manager_id, manager from customer
),
unlisted as (
    select 'customer' as kind, customer_id as key from customer where not is_listed
    union all
    select 'manager', manager_id from manager where not is_listed
)
select n.kind, n.name, count(*) as n
from named as n
join unlisted as u on u.kind = n.kind and u.key = n.key
cross join listed as l
where (n.kind = 'customer' and l.n_customers > 0) or (n.kind = 'manager' and l.n_managers > 0)
group by n.kind, n.name
order by n.kind, count(*) desc, n.name
