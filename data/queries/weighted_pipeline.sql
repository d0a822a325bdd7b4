-- Grain: one row per period and group; one row per period even where no open deal is due.
-- Columns: value = amount x probability of the open deals due from as_of to the end of the period, unweighted = their amounts
-- without the probability (reporting currency); n = deals summed, n_unweighted = deals in unweighted; excluded_stale = open
-- deals whose closing date is past, excluded_no_close_date = open deals without one (in the period that as_of lies in, all
-- there are), excluded_no_amount, excluded_no_rate, excluded_no_probability = deals due that cannot be summed.
-- Source: kpi.md section 5, "Weighted pipeline". Deals are as the newest export states them: what was open in a period that
-- is over is not known, so there a deal still open is stale.
-- A deal without an amount has none in the reporting currency either.
with open_deal as (
    select
        p.period_start,
        case when d.stage = 'Open' then {dimension} end as group_name,
        d.stage,
        d.close_on,
        case when d.close_on >= p.as_of then d.close_on end as due_on,
        case when d.close_on >= p.as_of then d.amount end as amount,
        case when d.close_on >= p.as_of then cast(d.amount_reporting as double) end as converted,
        case when d.close_on >= p.as_of then cast(d.amount_reporting as double) * d.probability end as weighted
    from period as p
    left join deal as d
        on d.stage = 'Open'
        and (
            (d.close_on >= p.period_start and d.close_on < p.period_end)
            or (
                p.period_start <= p.as_of
                and p.period_end > p.as_of
                and (d.close_on is null or d.close_on < p.period_start)
            )
        )
)
select
    period_start,
    group_name,
    sum(weighted) as value,
    sum(converted) as unweighted,
    count(weighted) as n,
    count(converted) as n_unweighted,
    count(close_on) - count(due_on) as excluded_stale,
    count(stage) - count(close_on) as excluded_no_close_date,
    count(due_on) - count(amount) as excluded_no_amount,
    count(amount) - count(converted) as excluded_no_rate,
    count(converted) - count(weighted) as excluded_no_probability
from open_deal
group by period_start, group_name
order by period_start, group_name
