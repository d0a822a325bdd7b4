-- Grain: one row per period and group; one row per period even where no deal was closed.
-- Columns: n_won, n_lost = deals with an amount above zero; won, lost = their amounts, won_squares, lost_squares = the sums of
-- the squares of these, in the reporting currency; n_won_unvalued, n_lost_unvalued = deals without such an amount: some systems
-- write 0 for every deal that is lost.
-- Source: kpi.md section 5, "Win rate" by value; squares for the variance of the ratio.
with closed as (
    select
        d.period_start,
        {dimension} as group_name,
        deal.stage,
        case when deal.amount_reporting > 0 then cast(deal.amount_reporting as double) end as amount
    from deal
    join period_day as d on d.day = deal.close_on
    where deal.stage in ('Won', 'Lost')
),
added as (
    select
        period_start,
        group_name,
        count(amount) filter (where stage = 'Won') as n_won,
        count(amount) filter (where stage = 'Lost') as n_lost,
        sum(amount) filter (where stage = 'Won') as won,
        sum(amount) filter (where stage = 'Lost') as lost,
        sum(amount * amount) filter (where stage = 'Won') as won_squares,
        sum(amount * amount) filter (where stage = 'Lost') as lost_squares,
        count(*) filter (where stage = 'Won' and amount is null) as n_won_unvalued,
        count(*) filter (where stage = 'Lost' and amount is null) as n_lost_unvalued
    from closed
    group by period_start, group_name
)
select
    p.period_start,
    a.group_name,
    coalesce(a.n_won, 0) as n_won,
    coalesce(a.n_lost, 0) as n_lost,
    coalesce(a.won, 0) as won,
    coalesce(a.lost, 0) as lost,
    coalesce(a.won_squares, 0) as won_squares,
    coalesce(a.lost_squares, 0) as lost_squares,
    coalesce(a.n_won_unvalued, 0) as n_won_unvalued,
    coalesce(a.n_lost_unvalued, 0) as n_lost_unvalued
from period as p
left join added as a on a.period_start = p.period_start
order by p.period_start, a.group_name
