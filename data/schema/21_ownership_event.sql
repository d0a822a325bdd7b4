-- Who looks after a customer since when, as successive customers' files say it.
-- The first file that names an owner without a date means "as long as we know"; a later one that names another
-- owner without a date means since the day that file was loaded.
-- grain: one (customer_id, owned_from)
create temp table ownership_event as
with told as (
    select
        link.customer_id,
        manager_link.manager_id,
        customer.load_id,
        customer.owned_from,
        lag(manager_link.manager_id) over by_customer as manager_before,
        row_number() over by_customer as position
    from loaded.customer customer
    join customer_link link
        on link.given_id is not distinct from customer.customer_id
       and link.given_name is not distinct from customer.customer_name
    join manager_link
        on manager_link.given_id is not distinct from customer.manager_id
       and manager_link.given_email is not distinct from customer.manager_email
       and manager_link.given_name is not distinct from customer.manager_name
    where link.customer_id is not null and manager_link.manager_id is not null
    window by_customer as (partition by link.customer_id order by customer.load_id, customer.line_no)
),
dated as (
    select
        told.customer_id,
        told.manager_id,
        told.load_id,
        case
            when told.owned_from is not null then told.owned_from
            when told.position = 1 then date '1900-01-01'
            else load.loaded_on
        end as owned_from
    from told
    join loaded.load load on load.load_id = told.load_id
    where told.position = 1 or told.manager_before <> told.manager_id or told.owned_from is not null
)
select customer_id, owned_from, max_by(manager_id, load_id) as manager_id, max(load_id) as load_id
from dated
group by customer_id, owned_from
