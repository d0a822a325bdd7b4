-- Grain: one row per revenue line of the period, excluded lines too (their value is NULL).
-- Columns: value = reporting currency; amount_original = the document's own currency; exclusion = void, no_rate or NULL.
-- Source: kpi.md section 5, "Revenue"; the sum of value is the KPI.
select
    r.record_id,
    r.customer_id,
    r.customer,
    r.manager,
    r.product,
    r.revenue_on,
    r.basis,
    r.amount_original,
    r.currency,
    r.exclusion,
    cast(r.amount as double) as value,
    r.file_name,
    r.sheet,
    r.line_no
from revenue_line as r
join period as p on r.revenue_on >= p.period_start and r.revenue_on < p.cut_on
order by r.revenue_on, r.record_id, r.file_name, r.line_no
