-- Months without a gap in which a customer is active: what period after period asks of customer_activity, in few rows.
-- grain: one customer, product and unbroken run of calendar months with activity in each
-- active_from: its first day; active_to: the day after its last one, NULL means open. Dimensions are those of the
-- customer now, as in customer_activity. Exact for whole months: which days within the run are active is not told.
-- A number stands for customer and product meanwhile: millions of rows are put in order by it, which is far faster.
create table activity_run as
with line as (
    select row_number() over () as line, customer_id, product
    from (select distinct customer_id, product from customer_activity)
),
month_of_activity as (
    select
        line.line,
        12 * year(active.active_from) + month(active.active_from) as first_month,
        12 * year(active.last_on) + month(active.last_on) as last_month,
        min(active.active_from) as active_from,
        max(active.last_on) as last_on
    from (
        select customer_id, product, active_from, coalesce(active_to - 1, date '9999-12-31') as last_on
        from customer_activity
    ) active
    join line on line.customer_id = active.customer_id and line.product is not distinct from active.product
    group by line.line, first_month, last_month
),
known_before as (
    select *, max(last_month) over earlier as last_month_before, max(last_on) over earlier as last_on_before
    from month_of_activity
    window earlier as (
        partition by line order by first_month, last_month rows between unbounded preceding and 1 preceding
    )
),
run as (
    select line, active_from, lead(last_on_before) over (partition by line order by first_month) as last_on
    from known_before
    where last_month_before is null or first_month > last_month_before + 1
),
final_day as (
    select line, max(last_on) as last_on from month_of_activity group by line
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
    nullif(coalesce(run.last_on, final_day.last_on), date '9999-12-31') + 1 as active_to
from run
join line on line.line = run.line
join final_day on final_day.line = run.line
join customer on customer.customer_id = line.customer_id
order by run.active_from, line.customer_id
