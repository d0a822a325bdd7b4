-- Grain: one row per manager who owns an active customer, made revenue or was asked by a ticket in the period.
-- Columns: n_customers = active customers owned on the period's last known day (shared by k managers: 1/k for each);
-- revenue, largest_revenue = of the period, of the largest customer (reporting currency); largest_customer = that customer;
-- n_answered, response_hours = answered tickets and their mean first response in business hours.
-- Source: kpi.md section 4, "Beside it".
with zone as (
    select coalesce(max(value), 'UTC') as time_zone from snapshot_info where key = 'timezone'
),
active as (
    select distinct a.customer_id
    from customer_activity as a
    join period as p on a.active_from < p.cut_on and coalesce(a.active_to, date '9999-12-31') > p.period_start
),
owned as (
    select o.manager_id, max(o.manager) as manager, max(o.team) as team, sum(cast(1 as double) / o.n_owners) as n_customers
    from customer_ownership as o
    join period as p on o.owned_from < p.cut_on and coalesce(o.owned_to, p.cut_on) >= p.cut_on
    left join active as a on a.customer_id = o.customer_id
    where a.customer_id is not null or (select count(*) from customer_activity) = 0
    group by o.manager_id
),
revenue_of_customer as (
    select
        r.manager_id,
        max(r.manager) as manager,
        max(r.team) as team,
        r.customer_id,
        max(r.customer) as customer,
        cast(sum(r.amount) as double) as amount
    from revenue_line as r
    join period as p on r.revenue_on >= p.period_start and r.revenue_on < p.cut_on
    where r.amount is not null
    group by r.manager_id, r.customer_id
),
ranked as (
    select *, row_number() over (partition by manager_id order by amount desc, customer_id) as place
    from revenue_of_customer
),
earned as (
    select
        manager_id,
        max(manager) as manager,
        max(team) as team,
        sum(amount) as revenue,
        max(amount) filter (where place = 1) as largest_revenue,
        max(customer) filter (where place = 1) as largest_customer
    from ranked
    group by manager_id
),
answered as (
    select
        t.manager_id,
        max(t.manager) as manager,
        max(t.team) as team,
        count(t.business_minutes) as n_answered,
        avg(cast(t.business_minutes as double)) / 60 as response_hours
    from ticket as t
    join period as p on t.created_on >= p.period_start and t.created_on < p.cut_on
    cross join zone
    where
        t.is_answered
        and (t.answered_at is null or cast(t.answered_at at time zone 'UTC' at time zone zone.time_zone as date) <= p.as_of)
    group by t.manager_id
),
known as (
    select manager_id, manager, team from owned
    union
    select manager_id, manager, team from earned
    union
    select manager_id, manager, team from answered
),
named as (
    select manager_id, max(manager) as manager, max(team) as team
    from known
    where manager_id is not null
    group by manager_id
)
select
    n.manager_id,
    n.manager,
    n.team,
    coalesce(o.n_customers, 0) as n_customers,
    e.revenue,
    e.largest_customer,
    e.largest_revenue,
    coalesce(a.n_answered, 0) as n_answered,
    a.response_hours
from named as n
left join owned as o on o.manager_id = n.manager_id
left join earned as e on e.manager_id = n.manager_id
left join answered as a on a.manager_id = n.manager_id
order by n_customers desc, n.manager, n.manager_id
