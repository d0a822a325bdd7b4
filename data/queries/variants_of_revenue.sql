-- Grain: one row per period.
-- Columns (reporting currency): with_void = invoice lines whatever their status, void ones too; n_lines = lines in it;
-- won_deals = won deals by closing date; n_won = deals in it; basis = what revenue is read from (invoice, deal, none).
-- Source: kpi.md section 5, "Revenue": what the two other ways of counting would say.
with billed as (
    select invoiced_on as day, sum(amount_reporting) as amount, count(amount_reporting) as n
    from invoice_line
    group by invoiced_on
),
won as (
    select close_on as day, sum(amount_reporting) as amount, count(amount_reporting) as n
    from deal
    where stage = 'Won'
    group by close_on
),
either as (
    select p.period_start, b.amount as billed, b.n as n_billed, cast(null as double) as won, 0 as n_won
    from billed as b
    join period as p on b.day >= p.period_start and b.day < p.cut_on
    union all
    select p.period_start, null, 0, cast(w.amount as double), w.n
    from won as w
    join period as p on w.day >= p.period_start and w.day < p.cut_on
)
select
    p.period_start,
    cast(sum(e.billed) as double) as with_void,
    coalesce(sum(e.n_billed), 0) as n_lines,
    sum(e.won) as won_deals,
    coalesce(sum(e.n_won), 0) as n_won,
    (select max(value) from snapshot_info where key = 'revenue_basis') as basis
from period as p
left join either as e on e.period_start = p.period_start
group by p.period_start
order by p.period_start
