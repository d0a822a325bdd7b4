-- Grain: one row per period and group; one row per period even where there is no revenue.
-- Columns: value = revenue in the reporting currency; n = lines summed; excluded_void, excluded_no_rate = lines left out.
-- Source: kpi.md section 5, "Revenue".
with revenue_in_period as (
    select
        d.period_start,
        {dimension} as group_name,
        sum(amount) as amount,
        count(amount) as n,
        count(*) filter (where exclusion = 'void') as n_void,
        count(*) filter (where exclusion = 'no_rate') as n_no_rate
    from revenue_line
    join period_day as d on d.day = revenue_line.revenue_on
    group by d.period_start, {dimension}
)
select
    p.period_start,
    r.group_name,
    cast(r.amount as double) as value,
    coalesce(r.n, 0) as n,
    coalesce(r.n_void, 0) as excluded_void,
    coalesce(r.n_no_rate, 0) as excluded_no_rate
from period as p
left join revenue_in_period as r on r.period_start = p.period_start
order by p.period_start, r.group_name
