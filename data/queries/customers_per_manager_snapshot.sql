-- Grain: one row per period and group; one row per period even where nobody owned a customer.
-- Columns: numerator = customers with an owner on the period's last known day (shared by k managers: 1/k for each),
-- denominator = managers with at least one customer on that day; n = customers.
-- Source: kpi.md section 4, "Snapshot value". Only customers active in the period, where activity is known at all.
with active as (
    -- one row per customer and period, so that joining it never multiplies
    select p.period_start, r.customer_id
    from activity_run as r
    join period as p on r.active_from < p.cut_on and coalesce(r.active_to, date '9999-12-31') > p.period_start
    where p.cut_on >= p.period_start + interval 1 month
    union
    -- cut within its first month: a run of months that began before does not tell on which side of the cut it goes on
    select p.period_start, a.customer_id
    from customer_activity as a
    join period as p on a.active_from < p.cut_on and coalesce(a.active_to, date '9999-12-31') > p.period_start
    where p.cut_on < p.period_start + interval 1 month
),
known_activity as (
    select count(*) as n from activity_run
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
