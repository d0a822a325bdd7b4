-- Grain: one row per active customer and owner on the period's last known day.
-- Columns: contribution_numerator = 1 / owners of the customer; contribution_denominator = 1 on the first row of each manager.
-- Source: kpi.md section 4, "Snapshot value"; sum of numerators / sum of denominators.
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
last_day as (
    select
        s.*,
        row_number() over (partition by s.manager_id order by s.customer, s.customer_id, s.from_on) as place
    from span as s
    join period as p on p.period_start = s.period_start
    where s.to_on = p.cut_on
)
select
    s.customer_id,
    s.customer,
    s.manager,
    s.team,
    s.from_on,
    s.n_owners,
    s.basis,
    cast(1 as double) / s.n_owners as contribution_numerator,
    case when s.place = 1 then 1 else 0 end as contribution_denominator,
    l.file_name,
    l.sheet,
    cast(null as integer) as line_no
from last_day as s
left join load as l on l.load_id = s.load_id
order by s.manager, s.manager_id, s.customer
