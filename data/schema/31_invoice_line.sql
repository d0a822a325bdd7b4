-- grain: one line of an invoice or credit note, its newest version
-- manager: the line's own, else the customer's owner on the day; amount_reporting is NULL where no rate was given
-- Stored once, as files told it (kept.customer_naming and kept.manager_naming say how they named people) and as it counts
-- owner: whose the customer is now, for customer_activity
create table kept.invoice_line as
select
    fact.invoice_id,
    fact.line_no_given,
    customer.naming_no as customer_naming_no,
    given_manager.naming_no as manager_naming_no,
    product.kept_product as given_product,
    customer.customer_id,
    customer.customer,
    owner.manager_id,
    owner.manager,
    owner.team,
    coalesce(customer.region, owner.region) as region,
    customer.region as customer_region,
    customer.segment,
    customer.industry,
    customer.owner_id,
    customer.owner,
    customer.owner_team,
    product.product,
    fact.quantity,
    fact.unit_price,
    fact.amount,
    cast(fact.currency as kept.word) as currency,
    case
        when fact.currency = $reporting_currency then fact.amount
        else cast(round(fact.amount * rate.rate, 2) as decimal(18, 2))
    end as amount_reporting,
    fact.invoiced_on,
    cast(fact.status as kept.word) as status,
    cast(fact.kind as kept.word) as kind,
    fact.load_id,
    cast(fact.file_name as kept.file_name) as file_name,
    cast(fact.sheet as kept.sheet) as sheet,
    fact.line_no
from line_in_order fact
left join line_customer customer
    on customer.given_id is not distinct from fact.customer_id
   and customer.given_name is not distinct from fact.customer_name
left join line_manager given_manager
    on given_manager.given_id is not distinct from fact.manager_id
   and given_manager.given_email is not distinct from fact.manager_email
   and given_manager.given_name is not distinct from fact.manager_name
left join ownership_span span
    on span.customer_id = customer.plain_id
   and span.basis = 'file'
   and span.owned_from <= fact.invoiced_on
   and (span.owned_to is null or span.owned_to > fact.invoiced_on)
left join line_owner owner
    on owner.manager_id = coalesce(given_manager.manager_id, cast(span.manager_id as kept.manager_id), customer.owner_id)
left join line_product product on product.given = fact.product
left join current_rate rate
    on rate.currency = fact.currency
   and rate.month = strftime(fact.invoiced_on, '%Y-%m')
