-- Ownership as spans: from the customers' files where one names an owner, else from who works with the customer.
-- Owners that only deals, invoices or tickets name share the customer for as long as it is known.
-- grain: one (customer_id, manager_id, owned_from); owned_to is exclusive, NULL means still
create temp table ownership_span as
with changed as (
    select *, lag(manager_id) over (partition by customer_id order by owned_from) as manager_before
    from ownership_event
),
told as (
    select
        customer_id,
        manager_id,
        owned_from,
        lead(owned_from) over (partition by customer_id order by owned_from) as owned_to,
        1 as n_owners,
        'file' as basis,
        load_id
    from changed
    where manager_before is null or manager_before <> manager_id
),
worked as (
    select customer_id, customer_name, manager_id, manager_email, manager_name,
           coalesce(created_on, close_on) as first_on, close_on as last_on, 'deal' as basis, load_id
    from current_deal
    union all
    select customer_id, customer_name, manager_id, manager_email, manager_name,
           invoiced_on, invoiced_on, 'invoice', load_id
    from current_invoice_line
),
pair as (
    select
        link.customer_id,
        manager_link.manager_id,
        min(worked.first_on) as first_on,
        max(worked.last_on) as last_on,
        min(worked.basis) as basis,
        max(worked.load_id) as load_id
    from worked
    join customer_link link
        on link.given_id is not distinct from worked.customer_id
       and link.given_name is not distinct from worked.customer_name
    join manager_link
        on manager_link.given_id is not distinct from worked.manager_id
       and manager_link.given_email is not distinct from worked.manager_email
       and manager_link.given_name is not distinct from worked.manager_name
    where link.customer_id is not null
      and manager_link.manager_id is not null
      and link.customer_id not in (select customer_id from ownership_event)
    group by link.customer_id, manager_link.manager_id
)
select customer_id, manager_id, owned_from, owned_to, n_owners, basis, load_id, null::date as last_on from told
union all
select
    customer_id,
    manager_id,
    min(first_on) over (partition by customer_id) as owned_from,
    null as owned_to,
    count(*) over (partition by customer_id) as n_owners,
    basis,
    load_id,
    last_on
from pair
