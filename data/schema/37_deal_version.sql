-- Every version of every deal that successive exports told; one that a later export merely repeats is not repeated.
-- grain: one deal from the load that first told it so until the next that told it otherwise
-- loaded_on: day of that load; last_load_id, last_loaded_on: the newest load that still said the same
-- replaced_on: day of the load that told otherwise, NULL for the version in force; amounts as in deal
create table deal_version as
with told as (
    -- narrow on purpose: whole rows took twice as long through these windows
    select
        record.rowid as row_no,
        record.deal_id,
        record.load_id,
        record.line_no,
        load.loaded_on,
        hash(
            deal_name, customer_id, customer_name, manager_id, manager_email, manager_name, stage, amount, record.currency,
            probability, forecast_category, product, created_on, close_on, lost_reason
        ) as content
    from loaded.deal record
    join loaded.load load on load.load_id = record.load_id
),
compared as (
    select
        *,
        lag(deal_id) over by_deal is null or lag(content) over by_deal <> content as is_new
    from told
    window by_deal as (partition by deal_id order by load_id, line_no)
),
numbered as (
    select *, sum(cast(is_new as integer)) over (partition by deal_id order by load_id, line_no) as version_no
    from compared
),
lasting as (
    select
        deal_id,
        version_no,
        max(row_no) filter (where is_new) as row_no,
        max(loaded_on) filter (where is_new) as loaded_on,
        max(load_id) as last_load_id,
        max(loaded_on) as last_loaded_on
    from numbered
    group by deal_id, version_no
),
chained as (
    select
        *,
        lead(loaded_on) over (partition by deal_id order by version_no) as replaced_on,
        lead(version_no) over (partition by deal_id order by version_no) is null as is_current
    from lasting
),
version as (
    select
        record.*,
        chained.version_no,
        chained.loaded_on,
        chained.last_load_id,
        chained.last_loaded_on,
        chained.replaced_on,
        chained.is_current
    from chained
    join loaded.deal record on record.rowid = chained.row_no
)
select
    fact.deal_id,
    cast(fact.version_no as integer) as version_no,
    fact.load_id,
    fact.loaded_on,
    fact.last_load_id,
    fact.last_loaded_on,
    fact.replaced_on,
    fact.is_current,
    fact.deal_name,
    customer.customer_id,
    customer.customer,
    manager.manager_id,
    manager.manager,
    manager.team,
    coalesce(customer.region, manager.region) as region,
    customer.segment,
    customer.industry,
    coalesce(product_alias.target_name, fact.product) as product,
    fact.stage,
    fact.amount,
    fact.currency,
    case
        when fact.currency = $reporting_currency then fact.amount
        else cast(round(fact.amount * rate.rate, 2) as decimal(18, 2))
    end as amount_reporting,
    fact.probability,
    fact.forecast_category,
    fact.created_on,
    fact.close_on,
    fact.lost_reason,
    fact.file_name,
    fact.sheet,
    fact.line_no
from version fact
left join customer_link
    on customer_link.given_id is not distinct from fact.customer_id
   and customer_link.given_name is not distinct from fact.customer_name
left join deal on deal.deal_id = fact.deal_id
left join customer on customer.customer_id = coalesce(customer_link.customer_id, deal.customer_id)
left join manager_link
    on manager_link.given_id is not distinct from fact.manager_id
   and manager_link.given_email is not distinct from fact.manager_email
   and manager_link.given_name is not distinct from fact.manager_name
left join ownership_span span
    on span.customer_id = customer.customer_id
   and span.basis = 'file'
   and span.owned_from <= coalesce(fact.close_on, fact.created_on)
   and (span.owned_to is null or span.owned_to > coalesce(fact.close_on, fact.created_on))
left join manager on manager.manager_id = coalesce(manager_link.manager_id, span.manager_id, customer.manager_id)
left join current_rate rate
    on rate.currency = fact.currency
   and rate.month = strftime(coalesce(fact.close_on, fact.created_on), '%Y-%m')
left join alias product_alias
    on product_alias.kind = 'product' and product_alias.name_key = name_key(fact.product)
order by fact.deal_id, version_no
