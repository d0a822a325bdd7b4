-- Grain: one row per deal closed in the period.
-- Columns: amount in the deal's currency, amount_reporting in the reporting currency; contribution_numerator = 1 if won;
-- contribution_denominator = 1.
-- Source: kpi.md section 5, "Win rate"; sum of numerators / sum of denominators.
select
    d.deal_id,
    d.deal_name,
    d.customer_id,
    d.customer,
    d.manager,
    d.product,
    d.close_on,
    d.stage,
    d.amount,
    d.currency,
    d.amount_reporting,
    d.lost_reason,
    case when d.stage = 'Won' then 1 else 0 end as contribution_numerator,
    1 as contribution_denominator,
    d.file_name,
    d.sheet,
    d.line_no
from deal as d
join period as p on d.close_on >= p.period_start and d.close_on < p.cut_on
where d.stage in ('Won', 'Lost')
order by d.close_on, d.deal_id
