-- Grain: one row per period and group; one row per period even where nobody owned a customer.
-- Columns: numerator = customer-days (a customer shared by k managers counts 1/k for each), denominator = manager-days
-- (days on which the manager has at least one customer); n = customers.
-- Source: kpi.md section 4, "Period value". Only customers active in the period, where activity is known at all.
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
span_with_past as (
    select
        *,
        max(to_on) over (
            partition by period_start, group_name, manager_id
            order by from_on, to_on, customer_id
            rows between unbounded preceding and 1 preceding
        ) as covered_to
    from span
),
load_in_period as (
    select
        period_start,
        group_name,
        sum(cast(date_diff('day', from_on, to_on) as double) / n_owners) as customer_days,
        -- days of this span that no earlier span of the same manager covers
        sum(greatest(0, date_diff('day', greatest(from_on, coalesce(covered_to, from_on)), to_on))) as manager_days,
        count(distinct customer_id) as n
    from span_with_past
    group by period_start, group_name
)
select
    p.period_start,
    l.group_name,
    l.customer_days as numerator,
    cast(l.manager_days as double) as denominator,
    coalesce(l.n, 0) as n
from period as p
left join load_in_period as l on l.period_start = p.period_start
order by p.period_start, l.group_name
