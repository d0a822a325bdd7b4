-- Grain: one row per period.
-- Columns: n = customers whose first activity of all lies in the period; revenue = theirs in the period (reporting currency);
-- n_days = days from each one's first activity to the period's last known day, added up.
-- Source: docs/adr/0009-what-if.md, "Learnt from the data": revenue a month of a new customer = revenue / months of custom.
with first_activity as (
    select customer_id, min(active_from) as first_on
    from customer_activity
    where customer_id is not null
    group by customer_id
),
newcomer as (
    select p.period_start, p.cut_on, f.customer_id, f.first_on
    from first_activity as f
    join period as p on f.first_on >= p.period_start and f.first_on < p.cut_on
),
custom as (
    select period_start, count(*) as n, sum(date_diff('day', first_on, cut_on)) as n_days
    from newcomer
    group by period_start
),
bought as (
    select n.period_start, sum(r.amount) as revenue
    from revenue_line as r
    join newcomer as n on n.customer_id = r.customer_id and r.revenue_on >= n.period_start and r.revenue_on < n.cut_on
    group by n.period_start
)
select
    p.period_start,
    coalesce(c.n, 0) as n,
    cast(b.revenue as double) as revenue,
    coalesce(c.n_days, 0) as n_days
from period as p
left join custom as c on c.period_start = p.period_start
left join bought as b on b.period_start = p.period_start
order by p.period_start
