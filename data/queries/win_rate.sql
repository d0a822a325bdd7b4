-- Grain: one row per period and group; one row per period even where no deal was closed.
-- Columns: numerator = deals won, denominator = deals won or lost, both closed in the period.
-- Source: kpi.md section 5, "Win rate" by count.
with closed as (
    select
        d.period_start,
        {dimension} as group_name,
        count(*) filter (where stage = 'Won') as n_won,
        count(*) as n_closed
    from deal
    join period_day as d on d.day = deal.close_on
    where stage in ('Won', 'Lost')
    group by d.period_start, {dimension}
)
select
    p.period_start,
    c.group_name,
    coalesce(c.n_won, 0) as numerator,
    coalesce(c.n_closed, 0) as denominator
from period as p
left join closed as c on c.period_start = p.period_start
order by p.period_start, c.group_name
