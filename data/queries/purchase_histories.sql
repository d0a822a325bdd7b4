-- Grain: one row per first day, last day and number of days with a purchase, as known before the day $until.
-- Columns: first_on, last_on; n_days = days on which more was bought than credited; n_customers with that history.
-- Source: kpi.md section 3; contracts are no purchases.
with purchase_day as (
    select customer_id, active_from
    from customer_activity
    where customer_id is not null and active_from < cast($until as date) and coalesce(basis, '') <> 'contract'
    group by customer_id, active_from
    having coalesce(sum(amount), 1) > 0
),
history as (
    select customer_id, min(active_from) as first_on, max(active_from) as last_on, count(*) as n_days
    from purchase_day
    group by customer_id
)
select first_on, last_on, n_days, count(*) as n_customers
from history
group by first_on, last_on, n_days
order by first_on, last_on, n_days
