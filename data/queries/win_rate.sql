-- Grain: one row per period and group; one row per period even where no deal was closed.
-- Columns: numerator = deals won, denominator = deals won or lost, both closed in the period.
-- Source: kpi.md section 5, "Win rate" by count.
with closed_by_day as (
    select
        close_on,
        {dimension} as group_name,
        count(*) filter (where stage = 'Won') as n_won,
        count(*) as n_closed
    from deal
    where stage in ('Won', 'Lost')
    group by close_on, {dimension}
)
select
    p.period_start,
    d.group_name,
    coalesce(sum(d.n_won), 0) as numerator,
    coalesce(sum(d.n_closed), 0) as denominator
from period as p
left join closed_by_day as d on d.close_on >= p.period_start and d.close_on < p.cut_on
group by p.period_start, d.group_name
order by p.period_start, d.group_name
