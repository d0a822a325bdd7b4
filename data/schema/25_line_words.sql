-- What the words of an invoice line become, in the narrow types in which data/kept.py has them stored: one lookup for
-- every way of naming a customer, an account manager, a product.
-- grain: kept.customer_naming, line_customer one (given_id, given_name); kept.manager_naming, line_manager one
--   (given_id, given_email, given_name); line_owner one account manager; line_product one product as files name it
create table kept.customer_naming as
select row_number() over (order by given_id, given_name) as naming_no, given_id, given_name
from customer_link;

create table kept.manager_naming as
select row_number() over (order by given_id, given_email, given_name) as naming_no, given_id, given_email, given_name
from manager_link;

create temp table line_customer as
select
    naming.given_id,
    naming.given_name,
    cast(naming.naming_no as integer) as naming_no,
    customer.customer_id as plain_id,
    cast(customer.customer_id as kept.customer_id) as customer_id,
    cast(customer.customer as kept.customer) as customer,
    cast(customer.region as kept.place) as region,
    cast(customer.segment as kept.place) as segment,
    cast(customer.industry as kept.place) as industry,
    cast(customer.manager_id as kept.manager_id) as owner_id,
    cast(customer.manager as kept.manager) as owner,
    cast(customer.team as kept.place) as owner_team
from kept.customer_naming naming
join customer_link link
    on link.given_id is not distinct from naming.given_id and link.given_name is not distinct from naming.given_name
left join customer on customer.customer_id = link.customer_id;

create temp table line_manager as
select
    naming.given_id,
    naming.given_email,
    naming.given_name,
    cast(naming.naming_no as integer) as naming_no,
    cast(link.manager_id as kept.manager_id) as manager_id
from kept.manager_naming naming
join manager_link link
    on link.given_id is not distinct from naming.given_id
   and link.given_email is not distinct from naming.given_email
   and link.given_name is not distinct from naming.given_name;

create temp table line_owner as
select
    cast(manager_id as kept.manager_id) as manager_id,
    cast(manager as kept.manager) as manager,
    cast(team as kept.place) as team,
    cast(region as kept.place) as region
from manager;

create temp table line_product as
select
    named.product as given,
    cast(named.product as kept.product) as kept_product,
    cast(coalesce(max(alias.target_name), named.product) as kept.product) as product
from (select distinct product from current_invoice_line where product is not null) named
left join alias on alias.kind = 'product' and alias.name_key = name_key(named.product)
group by named.product
