-- Grain: one row per period and group; one row per period even where no open deal is due.
-- Columns: value = amount x probability of the open deals due from as_of to the end of the period, unweighted = their amounts
-- without the probability (reporting currency); n = deals summed, n_unweighted = deals in unweighted; excluded_stale = open
-- deals whose closing date is past, excluded_no_close_date = open deals without one (in the period that as_of lies in, all
-- there are), excluded_no_amount, excluded_no_rate, excluded_no_probability = deals due that cannot be summed.
-- Source: kpi.md section 5, "Weighted pipeline". Deals are as the newest export states them: what was open in a period that
-- is over is not known, so there a deal still open is stale.
-- A deal without an amount has none in the reporting currency either.
select
    p.period_start,
    case when d.stage = 'Open' then {dimension} end as group_name,
    sum(cast(d.amount_reporting as double) * d.probability) filter (where d.close_on >= p.as_of) as value,
    sum(cast(d.amount_reporting as double)) filter (where d.close_on >= p.as_of) as unweighted,
    count(d.amount_reporting) filter (where d.close_on >= p.as_of and d.probability is not null) as n,
    count(d.amount_reporting) filter (where d.close_on >= p.as_of) as n_unweighted,
    count(*) filter (where d.close_on < p.as_of) as excluded_stale,
    count(d.stage) filter (where d.close_on is null) as excluded_no_close_date,
    count(*) filter (where d.close_on >= p.as_of and d.amount is null) as excluded_no_amount,
    count(d.amount) filter (where d.close_on >= p.as_of and d.amount_reporting is null) as excluded_no_rate,
    count(d.amount_reporting) filter (where d.close_on >= p.as_of and d.probability is null) as excluded_no_probability
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
group by p.period_start, group_name
order by p.period_start, group_name
