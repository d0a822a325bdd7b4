-- Grain: one row per customer about to not return.
-- Columns: reason = silent (no contract runs, and the silence is more than twice the usual gap between purchases and
-- longer than nine in ten of the customer's own gaps, of at least three) or contract_ends (the last contract ends within
-- 90 days, does not renew itself and no later one is known); last_purchase_on; rhythm_days = median gap; silent_days;
-- ends_on = last day of the contract; revenue = of the last 12 months (reporting currency).
-- Source: kpi.md section 3; who brought nothing in 12 months is gone and not listed, unless a contract ends.
with today as (
    select max(cut_on) as day, cast(max(cut_on) - interval 12 month as date) as year_ago from period
),
purchase_day as (
    select a.customer_id, a.active_from, sum(a.amount) as amount
    from customer_activity as a
    join today as t on a.active_from < t.day
    where a.customer_id is not null and coalesce(a.basis, '') <> 'contract'
    group by a.customer_id, a.active_from
),
gap as (
    select
        customer_id,
        active_from,
        date_diff('day', lag(active_from) over (partition by customer_id order by active_from), active_from) as days
    from purchase_day
    where coalesce(amount, 1) > 0
),
rhythm as (
    select
        customer_id,
        max(active_from) as last_purchase_on,
        count(days) as n_gaps,
        percentile_cont(0.5) within group (order by days) as rhythm_days,
        percentile_cont(0.9) within group (order by days) as long_gap_days
    from gap
    group by customer_id
),
earned as (
    select p.customer_id, sum(p.amount) as revenue
    from purchase_day as p
    join today as t on p.active_from >= t.year_ago
    group by p.customer_id
),
held as (
    select
        a.customer_id,
        max(coalesce(a.active_to, date '9999-12-31')) as active_to,
        max_by(a.record_id, coalesce(a.active_to, date '9999-12-31')) as contract_id
    from customer_activity as a
    where a.basis = 'contract'
    group by a.customer_id
),
renewing as (
    select customer_id, contract_id, max(case when auto_renew then 1 else 0 end) as renews
    from contract
    group by customer_id, contract_id
),
candidate as (
    select
        coalesce(r.customer_id, h.customer_id) as customer_id,
        case
            when h.active_to > t.day then 'contract_ends'
            else 'silent'
        end as reason,
        r.last_purchase_on,
        r.rhythm_days,
        date_diff('day', r.last_purchase_on, t.day) - 1 as silent_days,
        case when h.active_to > t.day then cast(h.active_to - interval 1 day as date) end as ends_on,
        e.revenue
    from rhythm as r
    full join held as h on h.customer_id = r.customer_id
    cross join today as t
    left join renewing as n on n.customer_id = h.customer_id and n.contract_id = h.contract_id
    left join earned as e on e.customer_id = coalesce(r.customer_id, h.customer_id)
    where
        (
            h.active_to > t.day
            and date_diff('day', t.day, h.active_to) <= 90
            and coalesce(n.renews, 0) = 0
        )
        or (
            coalesce(h.active_to, t.day) <= t.day
            and r.n_gaps >= 3
            and date_diff('day', r.last_purchase_on, t.day) - 1 > greatest(2 * r.rhythm_days, r.long_gap_days)
            and e.revenue > 0
        )
)
select
    c.customer_id,
    u.customer,
    u.manager,
    c.reason,
    c.last_purchase_on,
    c.rhythm_days,
    c.silent_days,
    c.ends_on,
    cast(c.revenue as double) as revenue
from candidate as c
join customer as u on u.customer_id = c.customer_id
order by coalesce(c.revenue, 0) desc, u.customer, c.customer_id
