-- Grain: one row per month asked for and region, team and account manager with revenue lines in it.
-- Columns: amount = revenue in the reporting currency up to the day the month is known to; n = lines summed;
-- n_no_rate = lines left out because no exchange rate is known. Region, team and manager are NULL where not known.
-- Source: kpi.md section 6, "Annual = actual to date + simulated remainder"; revenue as in section 5.
select
    d.period_start,
    r.region,
    r.team,
    r.manager,
    cast(sum(r.amount) as double) as amount,
    count(r.amount) as n,
    count(*) filter (where r.exclusion = 'no_rate') as n_no_rate
from revenue_line as r
join period_day as d on d.day = r.revenue_on
group by d.period_start, r.region, r.team, r.manager
order by d.period_start, r.region, r.team, r.manager
