-- Grain: one row per product with valid invoice lines in either of two periods: the earlier and the later one asked for.
-- Columns: amount_before, amount_now = of lines with a quantity (reporting currency); quantity_before, quantity_now;
-- bare_before, bare_now = of lines without one; n_before, n_now = lines; n_quantity = lines with a quantity in both.
-- Source: kpi.md section 5, revenue bridge; price, volume and mix.
with compared as (
    select min(period_start) as before_start from period
),
line as (
    select
        i.product,
        case when d.period_start = c.before_start then 1 else 0 end as is_before,
        case when i.quantity is null or i.quantity = 0 then 1 else 0 end as is_bare,
        i.quantity,
        i.amount_reporting as amount
    from invoice_line as i
    join period_day as d on d.day = i.invoiced_on
    cross join compared as c
    where i.status = 'valid' and i.amount_reporting is not null
)
select
    product,
    cast(coalesce(sum(amount) filter (where is_before = 1 and is_bare = 0), 0) as double) as amount_before,
    cast(coalesce(sum(amount) filter (where is_before = 0 and is_bare = 0), 0) as double) as amount_now,
    cast(coalesce(sum(quantity) filter (where is_before = 1 and is_bare = 0), 0) as double) as quantity_before,
    cast(coalesce(sum(quantity) filter (where is_before = 0 and is_bare = 0), 0) as double) as quantity_now,
    cast(coalesce(sum(amount) filter (where is_before = 1 and is_bare = 1), 0) as double) as bare_before,
    cast(coalesce(sum(amount) filter (where is_before = 0 and is_bare = 1), 0) as double) as bare_now,
    count(*) filter (where is_before = 1) as n_before,
    count(*) filter (where is_before = 0) as n_now,
    count(*) filter (where is_bare = 0) as n_quantity
from line
group by product
order by product
