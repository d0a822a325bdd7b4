-- Grain: one row per period.
-- Columns (customers): bought_before = who bought in the period before, bought_again = of these, who bought in this one too
-- (purchases only, contracts apart).
-- Source: kpi.md section 3, "Not the same thing".
with buyer as (
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
    coalesce(b.bought_before, 0) as bought_before,
    coalesce(b.bought_again, 0) as bought_again
from period as p
left join bought as b on b.period_start = p.period_start
order by p.period_start
