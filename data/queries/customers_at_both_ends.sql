-- Grain: one row per period.
-- Columns (customers under contract): n_start = on the last day before the period, n_end = on its last known day;
-- n_new = on some day of it but not at the start; n_kept = at both ends.
-- Source: kpi.md section 3: (end - new) / start, under its own name.
with customer_at_ends as (
    select
        p.period_start,
        a.customer_id,
        max(
            case when a.active_from < p.period_start and coalesce(a.active_to, date '9999-12-31') >= p.period_start then 1
            else 0 end
        ) as at_start,
        max(case when coalesce(a.active_to, date '9999-12-31') >= p.cut_on then 1 else 0 end) as at_end
    from customer_activity as a
    join period as p
        on a.active_from < p.cut_on
        and coalesce(a.active_to, date '9999-12-31') >= p.period_start
        and p.cut_on > p.period_start
    where a.basis = 'contract' and a.customer_id is not null
    group by p.period_start, a.customer_id
),
-- who ends on the last day before the period is at its start; joined is who is in force inside it and was not
counted as (
    select
        period_start,
        sum(at_start) as n_start,
        sum(at_end) as n_end,
        sum(1 - at_start) as n_new,
        sum(at_start * at_end) as n_kept
    from customer_at_ends
    group by period_start
)
select
    p.period_start,
    coalesce(c.n_start, 0) as n_start,
    coalesce(c.n_end, 0) as n_end,
    coalesce(c.n_new, 0) as n_new,
    coalesce(c.n_kept, 0) as n_kept
from period as p
left join counted as c on c.period_start = p.period_start
order by p.period_start
