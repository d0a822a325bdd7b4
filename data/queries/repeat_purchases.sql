-- Grain: one row per day with a repeat purchase.
-- Columns: purchased_on; n_repeat = customers who bought that day and had bought before; n_repeat_of_early = those of them
-- whose first purchase was before the day $until.
-- Source: kpi.md section 3; a purchase = a day on which more was bought than credited; contracts are no purchases.
with purchase_day as (
    select customer_id, active_from
    from customer_activity
    where customer_id is not null and active_from < cast($end as date) and coalesce(basis, '') <> 'contract'
    group by customer_id, active_from
    having coalesce(sum(amount), 1) > 0
),
placed as (
    select active_from, min(active_from) over (partition by customer_id) as first_on
    from purchase_day
)
select
    active_from as purchased_on,
    count(*) as n_repeat,
    count(*) filter (where first_on < cast($until as date)) as n_repeat_of_early
from placed
where active_from > first_on
group by active_from
order by active_from
