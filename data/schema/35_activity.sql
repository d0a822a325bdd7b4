-- grain: one activity, its newest version
create table activity as
select
    fact.activity_id,
    customer.customer_id,
    customer.customer,
    manager.manager_id,
    manager.manager,
    manager.team,
    coalesce(customer.region, manager.region) as region,
    customer.segment,
    customer.industry,
    fact.kind,
    fact.subject,
    fact.planned_on,
    fact.done_on,
    fact.status,
    fact.load_id,
    fact.file_name,
    fact.sheet,
    fact.line_no
from current_activity fact
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
   and span.owned_from <= coalesce(fact.done_on, fact.planned_on)
   and (span.owned_to is null or span.owned_to > coalesce(fact.done_on, fact.planned_on))
left join manager on manager.manager_id = coalesce(manager_link.manager_id, span.manager_id, customer.manager_id)
order by fact.planned_on, fact.activity_id
