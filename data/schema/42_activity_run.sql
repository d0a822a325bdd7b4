-- Months without a gap in which a customer is active: what period after period asks of customer_activity, in few rows.
-- grain: one customer, product and unbroken run of calendar months with activity in each
-- active_from: its first day; active_to: the day after its last one, NULL means open. Dimensions are those of the
-- customer now, as in customer_activity. Exact for whole months: which days within the run are active is not told.
-- One number stands for customer, product and day meanwhile: millions of rows are put in order by it, which is far
-- faster than by words. It is the line's number times 2 to the power of 32, plus days since the year 1: so two days of
-- one line are never as far apart (4 million days at most) as days of two lines are.
create table activity_run as
with billed as (
    select distinct customer_id, product
    from kept.invoice_line
    where customer_id is not null and (status is null or status = 'valid')
),
named as (
    select cast(customer_id as varchar) as customer_id, cast(product as varchar) as product from billed
    union
    select customer_id, product from kept.other_activity
),
line as (
    select
        row_number() over (order by customer_id, product) as line,
        row_number() over (order by customer_id, product) * 4294967296 as origin,
        customer_id,
        product
    from named
),
billed_line as (
    select billed.customer_id, billed.product, line.origin
    from billed
    join line
        on line.customer_id = cast(billed.customer_id as varchar)
       and line.product is not distinct from cast(billed.product as varchar)
),
active as (
    select
        line.origin + (sold.invoiced_on - date '0001-01-01') as first_day,
        line.origin + (sold.invoiced_on - date '0001-01-01') as last_day
    from kept.invoice_line sold
    join billed_line line on line.customer_id = sold.customer_id and line.product is not distinct from sold.product
    where sold.status is null or sold.status = 'valid'
    union all
    select
        line.origin + (other.active_from - date '0001-01-01'),
        line.origin + (coalesce(other.active_to - 1, date '9999-12-31') - date '0001-01-01')
    from kept.other_activity other
    join line on line.customer_id = other.customer_id and line.product is not distinct from other.product
    union all
    -- a line of nobody after all others: what was before it is where the last of them ends
    select (count(*) + 1) * 4294967296, null from line
),
known_before as (
    select
        first_day,
        max(last_day) over (order by first_day rows between unbounded preceding and 1 preceding) as last_day_before
    from active
),
start as (
    -- two days that are at most 28 days apart lie in one month or in two that follow each other
    select first_day, last_day_before
    from known_before
    where last_day_before is null
       or first_day - last_day_before > 4000000
       or (
           first_day - last_day_before > 28
           and date_diff(
               'month',
               date '0001-01-01' + cast(last_day_before % 4294967296 as integer),
               date '0001-01-01' + cast(first_day % 4294967296 as integer)
           ) > 1
       )
),
run as (
    select
        first_day // 4294967296 as line,
        date '0001-01-01' + cast(first_day % 4294967296 as integer) as active_from,
        lead(last_day_before) over (order by first_day) % 4294967296 as last_day
    from start
)
select
    line.customer_id,
    customer.customer,
    customer.manager_id,
    customer.manager,
    customer.team,
    customer.region,
    customer.segment,
    customer.industry,
    line.product,
    run.active_from,
    nullif(date '0001-01-01' + cast(run.last_day as integer), date '9999-12-31') + 1 as active_to
from run
join line on line.line = run.line
join customer on customer.customer_id = line.customer_id
order by run.active_from, run.line
