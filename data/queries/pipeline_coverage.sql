-- Grain: one row per period and group; one row per period even where there is no target.
-- Columns: numerator = open deals due from as_of to the end of the period, unweighted; denominator = target less the revenue
-- so far (both in the reporting currency, NULL where there are no such deals, no target); n = deals summed; excluded_stale,
-- excluded_no_close_date, excluded_no_amount, excluded_no_rate = open deals left out, excluded_no_target = open deals of those
-- who have no target.
-- Source: kpi.md section 5, "Coverage". Targets as in target_attainment: the coarsest level that reaches the group, and only
-- the revenue and the deals of those who have a target at it. Of a period that is over no deal is due any more.
with target_in_period as (
    select
        p.period_start,
        {dimension} as group_name,
        coalesce(t.member, '') as member,
        case t.level when 'company' then 1 when 'region' then 2 when 'team' then 3 when 'manager' then 4 else 5 end as level_rank,
        date_diff('month', p.period_start, p.period_end) as n_months_asked,
        -- how it can cover the period: as its own target, as a quarter or as a month of it
        case when t.period_start = p.period_start and t.period_end = p.period_end then 1 else 0 end as is_own,
        case when t.is_in_quarter then 1 else 0 end as is_in_quarter,
        case when date_diff('month', t.period_start, t.period_end) = 1 then 1 else 0 end as is_month,
        case when t.is_typed then 1 else 0 end as is_typed,
        -- without an amount nothing is covered: too long for any period
        case when t.amount_reporting is null then 9999 else date_diff('month', t.period_start, t.period_end) end as n_months,
        t.amount_reporting as amount
    from target_line as t
    join period as p on t.period_start >= p.period_start and t.period_end <= p.period_end
    -- split by a dimension, only rows that carry it can be used
    where t.measure = 'revenue' and {dimension} <> '(none)'
),
target_by_cover as (
    select
        period_start,
        group_name,
        level_rank,
        case when sum(n_months) filter (where is_own = 1) = n_months_asked then sum(amount) filter (where is_own = 1) end as own,
        max(is_typed) filter (where is_own = 1) as is_own_typed,
        case
            when sum(n_months) filter (where is_own = 0 and is_in_quarter = 1) = n_months_asked
                then sum(amount) filter (where is_own = 0 and is_in_quarter = 1)
        end as of_quarters,
        max(is_typed) filter (where is_own = 0 and is_in_quarter = 1) as is_quarter_typed,
        case
            when sum(n_months) filter (where is_own = 0 and is_month = 1) = n_months_asked
                then sum(amount) filter (where is_own = 0 and is_month = 1)
        end as of_months,
        max(is_typed) filter (where is_own = 0 and is_month = 1) as is_month_typed
    from target_in_period
    group by period_start, group_name, level_rank, member, n_months_asked
),
target_of_member as (
    select
        period_start,
        group_name,
        level_rank,
        coalesce(
            case when is_own_typed = 1 then own end,
            case when is_quarter_typed = 1 then of_quarters end,
            case when is_month_typed = 1 then of_months end,
            own,
            of_quarters,
            of_months
        ) as amount
    from target_by_cover
),
target_of_level as (
    select
        period_start,
        group_name,
        level_rank,
        case when count(amount) = count(*) then cast(sum(amount) as double) end as amount
    from target_of_member
    group by period_start, group_name, level_rank
),
target_of_group as (
    select
        period_start,
        group_name,
        min_by(amount, level_rank) filter (where amount is not null) as amount,
        min(level_rank) filter (where amount is not null) as level_rank
    from target_of_level
    group by period_start, group_name
),
-- whoever has a target at a level; revenue of the others has nothing to be measured by
member_with_target as (
    select distinct
        p.period_start,
        case t.level when 'region' then 2 when 'team' then 3 when 'manager' then 4 else 5 end as level_rank,
        case t.level when 'manager' then t.manager when 'team' then t.team when 'region' then t.region else t.product end
            as member_name
    from target_line as t
    join period as p on t.period_start >= p.period_start and t.period_end <= p.period_end
    where t.measure = 'revenue' and t.level <> 'company'
),
-- revenue so far and open deals side by side: both are measured by the same target
revenue_of_group as (
    select d.period_start, {dimension} as group_name, sum(amount) as amount
    from revenue_line
    join period_day as d on d.day = revenue_line.revenue_on
    group by d.period_start, {dimension}
),
-- days of the groups that are measured below the whole: mostly none, and then no revenue is read again
measured_day as (
    select d.day, g.period_start, g.group_name, g.level_rank
    from target_of_group as g
    join period_day as d on d.period_start = g.period_start
    where g.level_rank > 1
),
unmeasured_revenue as (
    select d.period_start, d.group_name, sum(r.amount) as amount
    from revenue_line as r
    join measured_day as d on d.day = r.revenue_on and d.group_name = {dimension}
    left join member_with_target as m
        on m.period_start = d.period_start
        and m.level_rank = d.level_rank
        and m.member_name
        = case d.level_rank when 4 then r.manager when 3 then r.team when 2 then r.region else r.product end
    where m.member_name is null
    group by d.period_start, d.group_name
),
part as (
    select
        p.period_start,
        {dimension} as group_name,
        case
            when d.close_on is null then 'no_close_date'
            when d.close_on < p.as_of then 'stale'
            when d.amount is null then 'no_amount'
            when d.amount_reporting is null then 'no_rate'
            when g.level_rank is not null and m.member_name is null then 'no_target'
            else 'due'
        end as place,
        sum(cast(d.amount_reporting as double)) as pipeline,
        count(*) as n,
        cast(null as double) as revenue,
        cast(null as double) as target
    from deal as d
    join period as p
        on (d.close_on >= p.period_start and d.close_on < p.period_end)
        or (
            p.period_start <= p.as_of
            and p.period_end > p.as_of
            and (d.close_on is null or d.close_on < p.period_start)
        )
    left join target_of_group as g on g.period_start = p.period_start and g.group_name = {dimension} and g.level_rank > 1
    left join member_with_target as m
        on m.period_start = p.period_start
        and m.level_rank = g.level_rank
        and m.member_name
        = case g.level_rank when 4 then d.manager when 3 then d.team when 2 then d.region else d.product end
    where d.stage = 'Open'
    group by p.period_start, {dimension}, place
    union all
    select period_start, group_name, 'revenue', null, 0, cast(amount as double), null
    from revenue_of_group
    union all
    select period_start, group_name, 'revenue', null, 0, -cast(amount as double), null
    from unmeasured_revenue
    union all
    select period_start, group_name, 'target', null, 0, null, amount
    from target_of_group
),
covered as (
    select
        period_start,
        group_name,
        sum(pipeline) filter (where place = 'due') as pipeline,
        sum(n) filter (where place = 'due') as n,
        sum(n) filter (where place = 'stale') as n_stale,
        sum(n) filter (where place = 'no_close_date') as n_no_close_date,
        sum(n) filter (where place = 'no_amount') as n_no_amount,
        sum(n) filter (where place = 'no_rate') as n_no_rate,
        sum(n) filter (where place = 'no_target') as n_no_target,
        max(target) - coalesce(sum(revenue), 0) as missing
    from part
    group by period_start, group_name
)
select
    p.period_start,
    c.group_name,
    c.pipeline as numerator,
    c.missing as denominator,
    coalesce(c.n, 0) as n,
    coalesce(c.n_stale, 0) as excluded_stale,
    coalesce(c.n_no_close_date, 0) as excluded_no_close_date,
    coalesce(c.n_no_amount, 0) as excluded_no_amount,
    coalesce(c.n_no_rate, 0) as excluded_no_rate,
    coalesce(c.n_no_target, 0) as excluded_no_target
from period as p
left join covered as c on c.period_start = p.period_start
order by p.period_start, c.group_name
