-- Grain: one row per customer, once merges are followed.
-- Columns: customer = the label shown, customer_name = the name as the source writes it (NULL: known by id only);
-- tax_code = the customer's own, else the one that all its deals agree on; n_revenue_rows, n_tickets = rows behind it.
-- Source: the tables customer, deal, revenue_line and ticket of the snapshot; nothing is reckoned.
with code_of_deals as (
    select customer_id, min(customer_tax_code) as tax_code
    from deal
    where customer_id is not null and customer_tax_code is not null
    group by customer_id
    having count(distinct customer_tax_code) = 1
),
revenue as (
    select customer_id, count(*) as n from revenue_line where customer_id is not null group by customer_id
),
asked as (
    select customer_id, count(*) as n from ticket where customer_id is not null group by customer_id
)
select
    c.customer_id,
    c.customer,
    c.customer_name,
    coalesce(c.tax_code, d.tax_code) as tax_code,
    c.is_listed,
    coalesce(r.n, 0) as n_revenue_rows,
    coalesce(a.n, 0) as n_tickets
from customer as c
left join code_of_deals as d on d.customer_id = c.customer_id
left join revenue as r on r.customer_id = c.customer_id
left join asked as a on a.customer_id = c.customer_id
order by c.customer_id
