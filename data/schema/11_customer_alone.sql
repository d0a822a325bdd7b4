-- Which customer each way of naming one means by itself, before anybody said that two customers are one: by id, else
-- by a name that only one customer has.
-- A name that several listed customers share points to nobody: customer_id is NULL and the name is listed as ambiguous.
-- grain: one distinct (given_id, given_name)
create temp table customer_alone as
with listed as (
    select
        coalesce(customer_id, customer_name) as customer_key,
        customer_id,
        name_key(customer_name) as name_key
    from current_customer
),
listed_name as (
    select name_key, min(customer_key) as customer_key, count(distinct customer_key) as n_customers
    from listed
    where name_key is not null
    group by name_key
),
unlisted_pair as (
    select reference.name_key, min(reference.given_id) as customer_key
    from customer_reference reference
    where reference.given_id is not null
      and reference.name_key is not null
      and reference.given_id not in (select customer_key from listed)
      and reference.name_key not in (select name_key from listed_name)
    group by reference.name_key
    having count(distinct reference.given_id) = 1
),
spelling as (
    select name_key, min(given_name) as customer_key
    from customer_reference
    where name_key is not null
    group by name_key
)
select
    reference.given_id,
    reference.given_name,
    case
        when by_id.customer_key is not null then by_id.customer_key
        when by_name.n_customers = 1 then by_name.customer_key
        when reference.given_id is not null then reference.given_id
        when by_name.n_customers > 1 then null
        when pair.customer_key is not null then pair.customer_key
        else spelling.customer_key
    end as customer_id,
    by_id.customer_key is not null or coalesce(by_name.n_customers, 0) = 1 as is_listed,
    by_id.customer_key is null and reference.given_id is null and coalesce(by_name.n_customers, 0) > 1 as is_ambiguous
from customer_reference reference
left join (select distinct customer_key from listed) by_id on by_id.customer_key = reference.given_id
left join listed_name by_name on by_name.name_key = reference.name_key
left join unlisted_pair pair on pair.name_key = reference.name_key
left join spelling on spelling.name_key = reference.name_key
