-- grain: one span in which one account manager looks after one customer
-- owned_to is exclusive, NULL means still; n_owners: owners the customer has at the same time
create table customer_ownership as
select
    span.customer_id,
    customer.customer,
    span.manager_id,
    manager.manager,
    manager.team,
    coalesce(customer.region, manager.region) as region,
    customer.segment,
    customer.industry,
    span.owned_from,
    span.owned_to,
    span.n_owners,
    span.basis,
    span.load_id
from ownership_span span
join customer on customer.customer_id = span.customer_id
join manager on manager.manager_id = span.manager_id
order by span.customer_id, span.owned_from
