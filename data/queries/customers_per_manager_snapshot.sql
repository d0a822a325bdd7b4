-- Grain: one row per period and group; one row per period even where nobody owned a customer.
-- Columns: numerator = customers with an owner on the period's last known day (shared by k managers: 1/k for each),
-- denominator = managers with at least one customer on that day; n = customers.
-- Source: kpi.md section 4, "Snapshot value". Only customers active in the period, where activity is known at all.
with active as (
    -- one row per customer and period, so that joining it never multiplies: begun in the period, or going on into it
    select d.period_start, a.customer_id
    from customer_activity as a
    join period_day as d on d.day = a.active_from
    union
    select p.period_start, a.customer_id
    from customer_activity as a
    join period as p on a.active_from < p.period_start and coalesce(a.active_to, date '9999-12-31') > p.period_start
    where coalesce(a.active_to, date '9999-12-31') > a.active_from + 1
),
known_activity as (
    select count(*) as n from customer_activity
),
span as (
    select
        p.period_start,
        {dimension} as group_name,
        o.customer_id,
        o.manager_id,
        o.n_owners,
        greatest(o.owned_from, p.period_start) as from_on,
        least(coalesce(o.owned_to, p.cut_on), p.cut_on) as to_on
    from customer_ownership as o
    join period as p on o.owned_from < p.cut_on and coalesce(o.owned_to, p.cut_on) > p.period_start
    left join active as a on a.period_start = p.period_start and a.customer_id = o.customer_id
    cross join known_activity as k
    where o.manager_id is not null and (a.customer_id is not null or k.n = 0)
),
load_on_last_day as (
    select
        s.period_start,
        s.group_name,
        sum(cast(1 as double) / s.n_owners) as n_shares,
        count(distinct s.manager_id) as n_managers,
        count(distinct s.customer_id) as n
    from span as s
    join period as p on p.period_start = s.period_start
    where s.to_on = p.cut_on
    group by s.period_start, s.group_name
)
select
    p.period_start,
    l.group_name,
    l.n_shares as numerator,
    cast(l.n_managers as double) as denominator,
    coalesce(l.n, 0) as n
from period as p
left join load_on_last_day as l on l.period_start = p.period_start
order by p.period_start, l.group_name
