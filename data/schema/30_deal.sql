-- grain: one deal, its newest version
-- manager: the deal's own, else the customer's owner on the day; amount_reporting is NULL where no rate was given
create table deal as
select
    fact.deal_id,
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
    fact.customer_tax_code,
    fact.customer_phone,
    fact.load_id,
    fact.file_name,
    fact.sheet,
    fact.line_no
from current_deal fact
left join customer_link
    on customer_link.given_id is not distinct from fact.customer_id
   and customer_link.given_name is not distinct from fact.customer_name
left join customer on customer.customer_id = customer_link.customer_id
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
order by fact.close_on, fact.deal_id
