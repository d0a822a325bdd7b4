-- Grain: one row per open deal due in the period, and per open deal left out of it.
-- Columns: amount in the deal's currency, amount_reporting in the reporting currency; exclusion = stale, no_close_date,
-- no_amount, no_rate, no_probability or NULL; value = amount x probability, NULL where the deal is left out.
-- Source: kpi.md section 5, "Weighted pipeline"; the sum of value is the KPI.
with deal_in_period as (
    select
        d.*,
        case
            when d.close_on is null then 'no_close_date'
            when d.close_on < p.as_of then 'stale'
            when d.amount is null then 'no_amount'
            when d.amount_reporting is null then 'no_rate'
            when d.probability is null then 'no_probability'
        end as exclusion
    from deal as d
    join period as p
        on (d.close_on >= p.period_start and d.close_on < p.period_end)
        or (
            p.period_start <= p.as_of
            and p.period_end > p.as_of
            and (d.close_on is null or d.close_on < p.period_start)
        )
    where d.stage = 'Open'
)
select
    deal_id,
    deal_name,
    customer_id,
    customer,
    manager,
    product,
    close_on,
    stage,
    amount,
    currency,
    amount_reporting,
    probability,
    exclusion,
    case when exclusion is null then cast(amount_reporting as double) * probability end as value,
    file_name,
    sheet,
    line_no
from deal_in_period
order by close_on, deal_id
