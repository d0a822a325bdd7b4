-- Grain: one row per invoice (or won deal) among the five largest of each month asked for, and per what it belongs to.
-- Columns: record_id; record_amount = the whole invoice in the reporting currency; amount = the part of it that belongs to the
-- region, team, account manager, segment and product of the row (NULL where not known); revenue_on = its day.
-- Source: kpi.md section 6; revenue as in section 5.
with part as (
    select
        d.period_start,
        r.record_id,
        r.customer_id,
        r.customer,
        r.region,
        r.team,
        r.manager,
        r.segment,
        r.product,
        min(r.revenue_on) as revenue_on,
        sum(r.amount) as amount
    from revenue_line as r
    join period_day as d on d.day = r.revenue_on
    where r.amount is not null and r.record_id is not null
    group by d.period_start, r.record_id, r.customer_id, r.customer, r.region, r.team, r.manager, r.segment, r.product
),
summed as (
    select
        *,
        sum(amount) over (partition by period_start, record_id) as record_amount
    from part
),
ranked as (
    select
        *,
        dense_rank() over (partition by period_start order by record_amount desc, record_id) as place
    from summed
)
select
    period_start,
    record_id,
    customer_id,
    customer,
    region,
    team,
    manager,
    segment,
    product,
    revenue_on,
    cast(amount as double) as amount,
    cast(record_amount as double) as record_amount
from ranked
where place <= 5
order by period_start, place, region, team, manager, segment, product
