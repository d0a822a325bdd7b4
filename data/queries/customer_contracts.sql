-- Grain: one row per contract of the customers in scope, the one that ends last first; cancelled ones and drafts are left out.
-- Columns: end_on = last day in force (NULL: open-ended); annual_amount in the reporting currency (NULL: not known or no rate).
-- Source: the tables contract and customer_activity of the snapshot.
select
    c.contract_id,
    c.customer_id,
    c.customer,
    c.product,
    c.start_on,
    c.end_on,
    cast(c.annual_amount_reporting as double) as annual_amount,
    c.auto_renew,
    c.status,
    c.file_name,
    c.sheet,
    c.line_no
from contract as c
where c.contract_id in (select record_id from customer_activity where basis = 'contract')
order by c.end_on desc, c.contract_id
