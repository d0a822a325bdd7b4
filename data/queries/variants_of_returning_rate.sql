-- Grain: one row per period.
-- Columns (customers): at_start = with a contract in force on the day before the period, at_end = on its last known day,
-- joined = whose first contract began in it; bought_before = who bought in the period before, bought_again = of these, who
-- bought in this one too (purchases only, contracts apart).
-- Source: kpi.md section 3, "Not the same thing".
with contracted as (
    select
        customer_id,
        active_from,
        coalesce(active_to, date '9999-12-31') as active_to,
        min(active_from) over (partition by customer_id) as first_from
    from customer_activity
    where basis = 'contract'
),
under_contract as (
    select
        p.period_start,
        count(distinct case when c.active_from < p.period_start and c.active_to >= p.period_start then c.customer_id end)
            as at_start,
        count(distinct case when c.active_to >= p.cut_on then c.customer_id end) as at_end,
        count(distinct case when c.first_from >= p.period_start then c.customer_id end) as joined
    from period as p
    join contracted as c on c.active_from < p.cut_on
    group by p.period_start
),
buyer as (
    select
        p.period_start,
        a.customer_id,
        max(case when a.active_from >= p.period_start then 1 else 0 end) as is_now,
        max(case when a.active_from < p.period_start then 1 else 0 end) as is_before
    from period as p
    join customer_activity as a on a.active_from >= p.previous_start and a.active_from < p.cut_on
    where a.basis <> 'contract'
    group by p.period_start, a.customer_id
),
bought as (
    select period_start, sum(is_before) as bought_before, sum(is_now * is_before) as bought_again
    from buyer
    group by period_start
)
select
    p.period_start,
    coalesce(c.at_start, 0) as at_start,
    coalesce(c.at_end, 0) as at_end,
    coalesce(c.joined, 0) as joined,
    coalesce(b.bought_before, 0) as bought_before,
    coalesce(b.bought_again, 0) as bought_again
from period as p
left join under_contract as c on c.period_start = p.period_start
left join bought as b on b.period_start = p.period_start
order by p.period_start
