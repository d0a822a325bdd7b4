-- Which customer each way of naming one counts as, once merges are followed.
-- A name that several listed customers share points to them again when all of them have become one.
-- grain: one distinct (given_id, given_name)
create temp table customer_link as
with listed as (
    select
        name_key(customer.customer_name) as name_key,
        coalesce(merged.into_id, customer.customer_id, customer.customer_name) as customer_id
    from current_customer customer
    left join customer_merged merged
        on merged.customer_id = coalesce(customer.customer_id, customer.customer_name)
),
shared_name as (
    select name_key, min(customer_id) as customer_id
    from listed
    where name_key is not null
    group by name_key
    having count(distinct customer_id) = 1
)
select
    alone.given_id,
    alone.given_name,
    coalesce(merged.into_id, alone.customer_id, shared_name.customer_id) as customer_id,
    alone.customer_id as own_id,
    alone.is_listed,
    alone.is_ambiguous and shared_name.customer_id is null as is_ambiguous
from customer_alone alone
join customer_reference reference
    on reference.given_id is not distinct from alone.given_id
   and reference.given_name is not distinct from alone.given_name
left join customer_merged merged on merged.customer_id = alone.customer_id
left join shared_name on alone.is_ambiguous and shared_name.name_key = reference.name_key
