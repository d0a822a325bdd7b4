-- Grain: one row per period and group; one row per period even where nobody owned a customer.
-- Columns: numerator = customer-days (a customer shared by k managers counts 1/k for each), denominator = manager-days
-- (days on which the manager has at least one customer); n = customers.
-- Source: kpi.md section 4, "Period value". Only customers active in the period, where activity is known at all.
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
owned as (
    select
        o.customer_id,
        {dimension} as group_name,
        o.manager_id,
        o.n_owners,
        o.owned_from,
        o.owned_to,
        case when m.customer_id is not null then 1 else 0 end as is_repeated
    from customer_ownership as o
    left join (select customer_id from customer_ownership group by customer_id having count(*) > 1) as m
        on m.customer_id = o.customer_id
    where o.manager_id is not null
),
-- customers looked after by one manager for the same days: whole portfolios, mostly
span as (
    select
        p.period_start,
        o.group_name,
        o.manager_id,
        greatest(o.owned_from, p.period_start) as from_on,
        least(coalesce(o.owned_to, p.cut_on), p.cut_on) as to_on,
        sum(cast(1 as double) / o.n_owners) as n_shares,
        count(*) filter (where o.is_repeated = 0) as n_once
    from owned as o
    join period as p on o.owned_from < p.cut_on and coalesce(o.owned_to, p.cut_on) > p.period_start
    left join active as a on a.period_start = p.period_start and a.customer_id = o.customer_id
    cross join known_activity as k
    where a.customer_id is not null or k.n = 0
    group by
        p.period_start,
        o.group_name,
        o.manager_id,
        greatest(o.owned_from, p.period_start),
        least(coalesce(o.owned_to, p.cut_on), p.cut_on)
),
-- a customer of several managers, or handed over, counts once
repeated as (
    select p.period_start, o.group_name, count(distinct o.customer_id) as n
    from owned as o
    join period as p on o.owned_from < p.cut_on and coalesce(o.owned_to, p.cut_on) > p.period_start
    left join active as a on a.period_start = p.period_start and a.customer_id = o.customer_id
    cross join known_activity as k
    where o.is_repeated = 1 and (a.customer_id is not null or k.n = 0)
    group by p.period_start, o.group_name
),
span_with_past as (
    select
        *,
        max(to_on) over (
            partition by period_start, group_name, manager_id
            order by from_on, to_on
            rows between unbounded preceding and 1 preceding
        ) as covered_to
    from span
),
load_in_period as (
    select
        period_start,
        group_name,
        sum(date_diff('day', from_on, to_on) * n_shares) as customer_days,
        -- days of this span that no earlier span of the same manager covers
        sum(greatest(0, date_diff('day', greatest(from_on, coalesce(covered_to, from_on)), to_on))) as manager_days,
        sum(n_once) as n_once
    from span_with_past
    group by period_start, group_name
)
select
    p.period_start,
    l.group_name,
    l.customer_days as numerator,
    cast(l.manager_days as double) as denominator,
    coalesce(l.n_once, 0) + coalesce(r.n, 0) as n
from period as p
left join load_in_period as l on l.period_start = p.period_start
left join repeated as r
    on r.period_start = l.period_start and coalesce(r.group_name, '') = coalesce(l.group_name, '')
order by p.period_start, l.group_name
