-- Grain: one row per first day, end and longest silence of customers, as known before the day $until.
-- Columns: first_on; last_to = end of the last activity (exclusive, at most $until); longest_silence = the most days that
-- such a customer was silent and then came back (NULL: never silent); n_customers;
-- n_contracted = those of them who ever had a contract.
-- Source: kpi.md section 3.
with spell as (
    select
        customer_id,
        active_from,
        max(case when basis = 'contract' then 1 else 0 end) as has_contract,
        least(max(coalesce(active_to, date '9999-12-31')), cast($until as date)) as active_to
    from customer_activity
    where customer_id is not null and active_from < cast($until as date)
    group by customer_id, active_from
),
reached as (
    select
        customer_id,
        active_from,
        active_to,
        has_contract,
        max(active_to) over (
            partition by customer_id order by active_from rows between unbounded preceding and 1 preceding
        ) as active_before
    from spell
),
life as (
    select
        customer_id,
        min(active_from) as first_on,
        max(active_to) as last_to,
        max(case when active_from > active_before then date_diff('day', active_before, active_from) end) as longest_silence,
        max(has_contract) as has_contract
    from reached
    group by customer_id
)
select first_on, last_to, longest_silence, count(*) as n_customers, sum(has_contract) as n_contracted
from life
group by first_on, last_to, longest_silence
order by first_on, last_to, longest_silence
