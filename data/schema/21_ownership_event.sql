-- Who looks after a customer since when, as successive customers' files say it.
-- The first file that names an owner without a date means "as long as we know"; a later one that names another
-- owner without a date means since the day that file was loaded. What a later file says holds from its date on,
-- whatever earlier files said of days after it.
-- Of customers that were merged the one they count as says whose they are: two records of one customer with two
-- owners are no hand-over.
-- grain: one (customer_id, owned_from)
create temp table ownership_event as
with told as (
    select
        link.customer_id,
        link.own_id,
        manager_link.manager_id,
        customer.load_id,
        customer.owned_from,
        lag(manager_link.manager_id) over by_record as manager_before,
        row_number() over by_record as position
    from loaded.customer customer
    join customer_link link
        on link.given_id is not distinct from customer.customer_id
       and link.given_name is not distinct from customer.customer_name
    join manager_link
        on manager_link.given_id is not distinct from customer.manager_id
       and manager_link.given_email is not distinct from customer.manager_email
       and manager_link.given_name is not distinct from customer.manager_name
    where link.own_id is not null and manager_link.manager_id is not null
    window by_record as (
        partition by link.own_id order by customer.load_id, customer.owned_from nulls first, customer.line_no
    )
),
dated as (
    select
        told.customer_id,
        told.own_id,
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
),
weighed as (
    select
        *,
        min(owned_from) over (
            partition by own_id order by load_id desc range between unbounded preceding and 1 preceding
        ) as corrected_from,
        first_value(own_id) over (
            partition by customer_id order by case when own_id = customer_id then 0 else 1 end, own_id
        ) as speaker_id
    from dated
)
select customer_id, owned_from, max_by(manager_id, load_id) as manager_id, max(load_id) as load_id
from weighed
where own_id = speaker_id and (corrected_from is null or corrected_from > owned_from)
group by customer_id, owned_from
