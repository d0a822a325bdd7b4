-- grain: one customer, from the customers' file and from every other file that names one
-- customer: the display label, unique; manager: the current owner (of several that share it, the latest at work)
-- region: the customer's own, else its owner's
create table customer as
with listed as (
    select coalesce(customer_id, customer_name) as customer_key, * from current_customer
),
seen as (
    select link.customer_id as customer_key, min(link.given_name) as customer_name
    from customer_link link
    where link.customer_id is not null
    group by link.customer_id
),
owner_now as (
    select
        customer_id,
        manager_id,
        row_number() over (
            partition by customer_id order by last_on desc nulls last, owned_from desc, manager_id
        ) as position
    from ownership_span
    where owned_to is null
),
merged as (
    select
        seen.customer_key as customer_id,
        coalesce(listed.customer_name, seen.customer_name, seen.customer_key) as label,
        coalesce(listed.customer_name, seen.customer_name) as customer_name,
        owner_now.manager_id,
        manager.manager,
        manager.team,
        coalesce(listed.region, manager.region) as region,
        listed.segment,
        listed.industry,
        listed.created_on,
        listed.status,
        listed.tax_code,
        listed.phone,
        listed.email,
        listed.customer_key is not null as is_listed,
        listed.load_id,
        listed.file_name,
        listed.sheet,
        listed.line_no
    from seen
    left join listed on listed.customer_key = seen.customer_key
    left join owner_now on owner_now.customer_id = seen.customer_key and owner_now.position = 1
    left join manager on manager.manager_id = owner_now.manager_id
)
select
    customer_id,
    case when count(*) over (partition by label) > 1 then label || ' (' || customer_id || ')' else label end
        as customer,
    customer_name,
    manager_id,
    manager,
    team,
    region,
    segment,
    industry,
    created_on,
    status,
    tax_code,
    phone,
    email,
    is_listed,
    load_id,
    file_name,
    sheet,
    line_no
from merged
order by customer_id
