-- Grain: one row per customer active in the period whom nobody owns on the period's last known day; most revenue first.
-- Columns: revenue = the customer's revenue of the period (reporting currency); last_active_on = start of the latest activity.
-- Source: kpi.md section 4, "the unassigned customers apart".
with active as (
    select
        a.customer_id,
        max(a.customer) as customer,
        max(a.segment) as segment,
        max(a.region) as region,
        max(a.active_from) as last_active_on,
        cast(sum(a.amount) filter (where a.active_from >= p.period_start) as double) as revenue
    from customer_activity as a
    join period as p on a.active_from < p.cut_on and coalesce(a.active_to, date '9999-12-31') > p.period_start
    group by a.customer_id
),
owned as (
    select distinct o.customer_id
    from customer_ownership as o
    join period as p on o.owned_from < p.cut_on and coalesce(o.owned_to, p.cut_on) >= p.cut_on
    where o.manager_id is not null
)
select a.customer_id, a.customer, a.segment, a.region, a.last_active_on, a.revenue
from active as a
left join owned as o on o.customer_id = a.customer_id
where o.customer_id is null
order by coalesce(a.revenue, 0) desc, a.customer, a.customer_id
