-- Grain: one row per period and group; one row per period even where there is no revenue.
-- Columns: value = revenue in the reporting currency; n = lines summed; excluded_void, excluded_no_rate = lines left out.
-- Source: kpi.md section 5, "Revenue".
with revenue_by_day as (
    select
        revenue_on,
        {dimension} as group_name,
        sum(amount) as amount,
        count(amount) as n,
        count(*) filter (where exclusion = 'void') as n_void,
        count(*) filter (where exclusion = 'no_rate') as n_no_rate
    from revenue_line
    where revenue_on >= (select min(period_start) from period) and revenue_on < (select max(cut_on) from period)
    group by revenue_on, {dimension}
)
select
    p.period_start,
    r.group_name,
    cast(sum(r.amount) as double) as value,
    coalesce(sum(r.n), 0) as n,
    coalesce(sum(r.n_void), 0) as excluded_void,
    coalesce(sum(r.n_no_rate), 0) as excluded_no_rate
from period as p
left join revenue_by_day as r on r.revenue_on >= p.period_start and r.revenue_on < p.cut_on
group by p.period_start, r.group_name
order by p.period_start, r.group_name
