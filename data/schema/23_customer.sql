-- grain: one customer, from the customers' file and from every other file that names one
-- customer: the display label, unique; manager: the current owner (of several that share it, the latest at work)
-- region: the customer's own, else its owner's
-- Of several lines or merged records the customer's own newest one counts; what it leaves blank comes from the others.
create table customer as
with listed as (
    select
        coalesce(merged.into_id, record.customer_id, record.customer_name) as customer_key,
        merged.into_id is null as is_own,
        row_number() over (
            partition by coalesce(merged.into_id, record.customer_id, record.customer_name)
            order by
                case when merged.into_id is null then 0 else 1 end,
                record.load_id desc,
                record.owned_from desc nulls last,
                record.line_no desc
        ) as place,
        record.*
    from current_customer record
    left join customer_merged merged on merged.customer_id = coalesce(record.customer_id, record.customer_name)
),
filled as (
    -- min_by passes over what is blank: a blank in the record that counts is filled from the next one
    select
        customer_key,
        min_by(customer_name, place) filter (where is_own) as own_name,
        min_by(customer_name, place) as customer_name,
        min_by(region, place) as region,
        min_by(segment, place) as segment,
        min_by(industry, place) as industry,
        min(created_on) as created_on,
        min_by(status, place) as status,
        min_by(tax_code, place) as tax_code,
        min_by(phone, place) as phone,
        min_by(email, place) as email
    from listed
    group by customer_key
),
seen as (
    select
        link.customer_id as customer_key,
        min(link.given_name) filter (where link.own_id = link.customer_id) as own_name,
        min(link.given_name) as customer_name
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
joined as (
    select
        seen.customer_key as customer_id,
        coalesce(filled.own_name, seen.own_name, filled.customer_name, seen.customer_name) as customer_name,
        owner_now.manager_id,
        manager.manager,
        manager.team,
        coalesce(filled.region, manager.region) as region,
        filled.segment,
        filled.industry,
        filled.created_on,
        filled.status,
        filled.tax_code,
        filled.phone,
        filled.email,
        filled.customer_key is not null as is_listed,
        origin.load_id,
        origin.file_name,
        origin.sheet,
        origin.line_no
    from seen
    left join filled on filled.customer_key = seen.customer_key
    left join listed origin on origin.customer_key = seen.customer_key and origin.place = 1
    left join owner_now on owner_now.customer_id = seen.customer_key and owner_now.position = 1
    left join manager on manager.manager_id = owner_now.manager_id
)
select
    customer_id,
    case
        when count(*) over (partition by coalesce(customer_name, customer_id)) > 1
            then coalesce(customer_name, customer_id) || ' (' || customer_id || ')'
        else coalesce(customer_name, customer_id)
    end as customer,
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
from joined
order by customer_id
