-- grain: one contract, its newest version; end_on is the last day in force, NULL means open-ended
create table contract as
select
    fact.contract_id,
    customer.customer_id,
    customer.customer,
    manager.manager_id,
    manager.manager,
    manager.team,
    coalesce(customer.region, manager.region) as region,
    customer.segment,
    customer.industry,
    coalesce(product_alias.target_name, fact.product) as product,
    fact.start_on,
    fact.end_on,
    fact.annual_amount,
    fact.currency,
    case
        when fact.currency = $reporting_currency then fact.annual_amount
        else cast(round(fact.annual_amount * rate.rate, 2) as decimal(18, 2))
    end as annual_amount_reporting,
    fact.auto_renew,
    fact.status,
    fact.load_id,
    fact.file_name,
    fact.sheet,
    fact.line_no
from current_contract fact
left join customer_link
    on customer_link.given_id is not distinct from fact.customer_id
   and customer_link.given_name is not distinct from fact.customer_name
left join customer on customer.customer_id = customer_link.customer_id
left join ownership_span span
    on span.customer_id = customer.customer_id
   and span.basis = 'file'
   and span.owned_from <= fact.start_on
   and (span.owned_to is null or span.owned_to > fact.start_on)
left join manager on manager.manager_id = coalesce(span.manager_id, customer.manager_id)
left join current_rate rate
    on rate.currency = fact.currency
   and rate.month = strftime(fact.start_on, '%Y-%m')
left join alias product_alias
    on product_alias.kind = 'product' and product_alias.name_key = name_key(fact.product)
order by fact.start_on, fact.contract_id
