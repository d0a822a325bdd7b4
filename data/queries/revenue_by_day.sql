-- Grain: one row per period and day with revenue.
-- Columns: amount = revenue of the day in the reporting currency; n = lines summed.
-- Source: kpi.md section 5, "Cumulative actual and cumulative target are drawn together".
select d.period_start, d.day, cast(sum(r.amount) as double) as amount, count(r.amount) as n
from revenue_line as r
join period_day as d on d.day = r.revenue_on
where r.amount is not null
group by d.period_start, d.day
order by d.period_start, d.day
