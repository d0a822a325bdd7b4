-- Ownership as spans: from the customers' files where one names an owner, else from who works with the customer.
-- Owners that only deals or invoices name share the customer for as long as it is known. Where a later export gives a
-- deal to someone else, that is a hand-over: the new owner begins, and who is named nowhere any more ends, on the day
-- that export was loaded. The stretches between such days have each their own number of owners.
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
deal_told as (
    select
        link.customer_id,
        manager_link.manager_id,
        deal.load_id,
        load.loaded_on,
        coalesce(deal.created_on, deal.close_on) as first_on,
        deal.close_on as last_on,
        deal.load_id = min(deal.load_id) over (partition by deal.deal_id) as is_first,
        deal.load_id = max(deal.load_id) over (partition by deal.deal_id) as is_last,
        lead(load.loaded_on) over (partition by deal.deal_id order by deal.load_id, deal.line_no) as replaced_on
    from loaded.deal deal
    join loaded.load load on load.load_id = deal.load_id
    join customer_link link
        on link.given_id is not distinct from deal.customer_id
       and link.given_name is not distinct from deal.customer_name
    join manager_link
        on manager_link.given_id is not distinct from deal.manager_id
       and manager_link.given_email is not distinct from deal.manager_email
       and manager_link.given_name is not distinct from deal.manager_name
    where link.customer_id is not null and manager_link.manager_id is not null
),
worked as (
    select
        customer_id,
        manager_id,
        case when is_first then first_on end as first_on,
        last_on,
        is_first,
        is_last,
        case when is_first then null else loaded_on end as appeared_on,
        replaced_on,
        'deal' as basis,
        load_id
    from deal_told
    union all
    select
        link.customer_id, manager_link.manager_id, line.invoiced_on, line.invoiced_on, true, true, null, null, 'invoice',
        line.load_id
    from current_invoice_line line
    join customer_link link
        on link.given_id is not distinct from line.customer_id
       and link.given_name is not distinct from line.customer_name
    join manager_link
        on manager_link.given_id is not distinct from line.manager_id
       and manager_link.given_email is not distinct from line.manager_email
       and manager_link.given_name is not distinct from line.manager_name
    where link.customer_id is not null and manager_link.manager_id is not null
),
pair as (
    select
        customer_id,
        manager_id,
        bool_or(is_first) as is_first,
        min(first_on) as first_on,
        min(appeared_on) as appeared_on,
        case when not bool_or(is_last) then max(replaced_on) end as owned_to,
        max(last_on) as last_on,
        min(basis) as basis,
        max(load_id) as load_id
    from worked
    where customer_id not in (select customer_id from ownership_event)
    group by customer_id, manager_id
),
since as (
    -- the customer's first day is unknown where no row has a day: that sorts before every day, and is given back as NULL
    select
        *,
        case
            when is_first then coalesce(min(first_on) over (partition by customer_id), date '0001-01-01')
            else appeared_on
        end as owned_from
    from pair
),
boundary as (
    select customer_id, owned_from as starts_on from since
    union
    select customer_id, owned_to from since where owned_to is not null
),
stretch as (
    select customer_id, starts_on, lead(starts_on) over (partition by customer_id order by starts_on) as ends_on
    from boundary
),
shared as (
    select
        since.customer_id,
        since.manager_id,
        nullif(stretch.starts_on, date '0001-01-01') as owned_from,
        stretch.ends_on as owned_to,
        count(*) over (partition by since.customer_id, stretch.starts_on) as n_owners,
        since.basis,
        since.load_id,
        since.last_on
    from since
    join stretch
        on stretch.customer_id = since.customer_id
       and stretch.starts_on >= since.owned_from
       and (since.owned_to is null or stretch.starts_on < since.owned_to)
)
select customer_id, manager_id, owned_from, owned_to, n_owners, basis, load_id, null::date as last_on from told
union all
select customer_id, manager_id, owned_from, owned_to, n_owners, basis, load_id, last_on from shared
