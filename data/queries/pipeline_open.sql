-- Grain: one row per open deal, whatever its closing date.
-- Columns: days_past = days from the closing date to as_of (NULL where it is not past); times_moved = how often an export told
-- a later closing date than the one before; due = past, in the period, later, or none (no closing date); exclusion = no_amount,
-- no_rate or NULL; amount in the deal's currency, amount_reporting in the reporting currency.
-- Source: kpi.md section 5, "Coverage" (stale deals) and "Weighted pipeline".
with told as (
    select
        deal_id,
        close_on,
        lag(close_on) over (partition by deal_id order by version_no) as close_before_on
    from deal_version
),
moved as (
    select deal_id, count(*) as times_moved
    from told
    where close_on > close_before_on
    group by deal_id
)
select
    d.customer,
    d.deal_id,
    d.deal_name,
    d.manager,
    d.product,
    d.forecast_category,
    cast(d.amount_reporting as double) as amount_reporting,
    cast(d.amount as double) as amount,
    d.currency,
    d.probability,
    d.created_on,
    d.close_on,
    case when d.close_on < p.as_of then date_diff('day', d.close_on, p.as_of) end as days_past,
    coalesce(m.times_moved, 0) as times_moved,
    case
        when d.close_on is null then 'none'
        when d.close_on < p.as_of then 'past'
        when d.close_on < p.period_start then 'before'
        when d.close_on < p.period_end then 'in'
        else 'later'
    end as due,
    case when d.amount is null then 'no_amount' when d.amount_reporting is null then 'no_rate' end as exclusion,
    d.customer_id,
    d.file_name,
    d.sheet,
    d.line_no
from deal as d
cross join period as p
left join moved as m on m.deal_id = d.deal_id
where d.stage = 'Open'
order by d.amount_reporting desc nulls last, d.deal_id
