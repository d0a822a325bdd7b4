-- Grain: one row per period and group; one row per period even where no open deal is due.
-- Columns: value = amount x probability of the open deals due from as_of to the end of the period, unweighted = their amounts
-- without the probability (reporting currency); n = deals summed, n_unweighted = deals in unweighted; excluded_stale = open
-- deals whose closing date is past, excluded_no_close_date = open deals without one (in the period that as_of lies in, all
-- there are), excluded_no_amount, excluded_no_rate, excluded_no_probability = deals due that cannot be summed.
-- Source: kpi.md section 5, "Weighted pipeline". Deals are as the newest export states them: what was open in a period that
-- is over is not known, so there a deal still open is stale.
with open_deal as (
    select
        close_on,
        {dimension} as group_name,
        case
            when amount is null then 'no_amount'
            when amount_reporting is null then 'no_rate'
            when probability is null then 'no_probability'
        end as exclusion,
        cast(amount_reporting as double) as amount,
        cast(amount_reporting as double) * probability as weighted
    from deal
    where stage = 'Open'
),
deal_in_period as (
    select
        p.period_start,
        d.group_name,
        d.amount,
        d.weighted,
        case
            when d.close_on is null then 'no_close_date'
            when d.close_on < p.as_of then 'stale'
            else d.exclusion
        end as exclusion
    from open_deal as d
    join period as p
        on (d.close_on >= p.period_start and d.close_on < p.period_end)
        or (
            p.period_start <= p.as_of
            and p.period_end > p.as_of
            and (d.close_on is null or d.close_on < p.period_start)
        )
)
select
    p.period_start,
    d.group_name,
    sum(d.weighted) filter (where d.exclusion is null) as value,
    sum(d.amount) filter (where d.exclusion is null or d.exclusion = 'no_probability') as unweighted,
    count(d.weighted) filter (where d.exclusion is null) as n,
    count(d.amount) filter (where d.exclusion is null or d.exclusion = 'no_probability') as n_unweighted,
    count(*) filter (where d.exclusion = 'stale') as excluded_stale,
    count(*) filter (where d.exclusion = 'no_close_date') as excluded_no_close_date,
    count(*) filter (where d.exclusion = 'no_amount') as excluded_no_amount,
    count(*) filter (where d.exclusion = 'no_rate') as excluded_no_rate,
    count(*) filter (where d.exclusion = 'no_probability') as excluded_no_probability
from period as p
left join deal_in_period as d on d.period_start = p.period_start
group by p.period_start, d.group_name
order by p.period_start, d.group_name
