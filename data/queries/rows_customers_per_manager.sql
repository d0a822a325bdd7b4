-- Grain: one row per span in which a manager owns an active customer, cut to the period.
-- Columns: from_on to to_on (exclusive); contribution_numerator = customer-days; contribution_denominator = manager-days that
-- no earlier row of the same manager covers.
-- Source: kpi.md section 4, "Period value"; sum of numerators / sum of denominators.
with active as (
    -- one row per customer and period, so that joining it never multiplies
    select distinct p.period_start, a.customer_id
    from customer_activity as a
    join period as p on a.active_from < p.cut_on and coalesce(a.active_to, date '9999-12-31') > p.period_start
),
known_activity as (
    select count(*) as n from customer_activity
),
span as (
    select
        p.period_start,
        o.customer,
        o.manager,
        o.team,
        o.basis,
        o.load_id,
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
            partition by manager_id
            order by from_on, to_on, customer_id
            rows between unbounded preceding and 1 preceding
        ) as covered_to
    from span
)
select
    s.customer_id,
    s.customer,
    s.manager,
    s.team,
    s.from_on,
    s.to_on,
    s.n_owners,
    s.basis,
    cast(date_diff('day', s.from_on, s.to_on) as double) / s.n_owners as contribution_numerator,
    greatest(0, date_diff('day', greatest(s.from_on, coalesce(s.covered_to, s.from_on)), s.to_on))
        as contribution_denominator,
    l.file_name,
    l.sheet,
    cast(null as integer) as line_no
from span_with_past as s
left join load as l on l.load_id = s.load_id
order by s.manager, s.manager_id, s.from_on, s.customer
