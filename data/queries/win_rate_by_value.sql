-- Grain: one row per period.
-- Columns: won = amounts of the deals won, closed = of those won or lost (reporting currency); n_valued, n_unvalued = closed
-- deals with and without an amount there.
-- Source: kpi.md section 5, "Win rate" by value.
select
    p.period_start,
    cast(sum(d.amount_reporting) filter (where d.stage = 'Won') as double) as won,
    cast(sum(d.amount_reporting) as double) as closed,
    count(d.amount_reporting) as n_valued,
    count(d.deal_id) - count(d.amount_reporting) as n_unvalued
from period as p
left join deal as d on d.close_on >= p.period_start and d.close_on < p.cut_on and d.stage in ('Won', 'Lost')
group by p.period_start
order by p.period_start
