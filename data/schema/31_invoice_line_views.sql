-- grain: loaded.invoice_line one line of an invoice, every version, as files told it; invoice_line its newest version
-- Views of the one table that holds them. They name it by its schema: under a scope every table of the main schema is
-- another one, see data/query.py.
drop view if exists loaded.invoice_line;

create view loaded.invoice_line as
select
    line.invoice_id,
    line.line_no_given,
    customer.given_id as customer_id,
    customer.given_name as customer_name,
    manager.given_id as manager_id,
    manager.given_email as manager_email,
    manager.given_name as manager_name,
    cast(line.given_product as varchar) as product,
    line.quantity,
    line.unit_price,
    line.amount,
    cast(line.currency as varchar) as currency,
    line.invoiced_on,
    cast(line.status as varchar) as status,
    cast(line.kind as varchar) as kind,
    line.load_id,
    cast(line.file_name as varchar) as file_name,
    cast(line.sheet as varchar) as sheet,
    line.line_no
from kept.invoice_line line
left join kept.customer_naming customer on customer.naming_no = line.customer_naming_no
left join kept.manager_naming manager on manager.naming_no = line.manager_naming_no
union all by name
select * from kept.replaced_invoice_line;

create view invoice_line as
select
    invoice_id,
    line_no_given as invoice_line_no,
    cast(customer_id as varchar) as customer_id,
    cast(customer as varchar) as customer,
    cast(manager_id as varchar) as manager_id,
    cast(manager as varchar) as manager,
    cast(team as varchar) as team,
    cast(region as varchar) as region,
    cast(segment as varchar) as segment,
    cast(industry as varchar) as industry,
    cast(product as varchar) as product,
    quantity,
    unit_price,
    amount,
    cast(currency as varchar) as currency,
    amount_reporting,
    invoiced_on,
    coalesce(cast(status as varchar), 'valid') as status,
    cast(kind as varchar) as kind,
    load_id,
    cast(file_name as varchar) as file_name,
    cast(sheet as varchar) as sheet,
    line_no
from kept.invoice_line
