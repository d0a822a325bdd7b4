-- Every way in which a row names a customer; a customer renamed since still has the history told under the old name.
-- grain: one distinct (given_id, given_name)
create temp table customer_reference as
with named as (
    select customer_id, customer_name from loaded.customer
    union select customer_id, customer_name from current_deal
    union select customer_id, customer_name from current_invoice_line
    union select customer_id, customer_name from current_contract
    union select customer_id, customer_name from current_ticket
    union select customer_id, customer_name from current_survey_response
    union select customer_id, customer_name from current_activity
)
select
    named.customer_id as given_id,
    named.customer_name as given_name,
    coalesce(alias.target_key, name_key(named.customer_name)) as name_key
from named
left join alias on alias.kind = 'customer' and alias.name_key = name_key(named.customer_name)
where named.customer_id is not null or named.customer_name is not null
