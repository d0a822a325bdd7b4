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
        t.level,
        coalesce(t.member, '') as member,
        date_diff('month', t.period_start, t.period_end) as n_months,
        date_diff('month', p.period_start, p.period_end) as n_months_asked,
        t.is_in_quarter,
        case when t.is_typed then 1 else 0 end as is_typed,
        t.amount_reporting as amount
    from target_line as t
    join period as p on t.period_start >= p.period_start and t.period_end <= p.period_end
    where t.measure = 'revenue'
),
-- the ways in which a period can be covered: 1 its own target, 2 its quarters, 3 its months
target_to_cover as (
    select *, 1 as cover from target_in_period where n_months = n_months_asked
    union all
    select *, 2 as cover from target_in_period where is_in_quarter and n_months < n_months_asked
    union all
    select *, 3 as cover from target_in_period where n_months = 1 and n_months < n_months_asked
),
target_by_cover as (
    select
        period_start,
        group_name,
        level,
        member,
        cover,
        max(is_typed) as is_typed,
        case when sum(n_months) = max(n_months_asked) and count(amount) = count(*) then sum(amount) end as amount
    from target_to_cover
    -- split by a dimension, only rows that carry it can be used
    where group_name is null or group_name <> '(none)'
    group by period_start, group_name, level, member, cover
),
target_of_member as (
    select
        period_start,
        group_name,
        level,
        member,
        amount,
        row_number() over (
            partition by period_start, group_name, level, member
            order by
                case when amount is null then 1 else 0 end,
                case when cover = 1 then is_typed else 0 end desc,
                is_typed desc,
                cover
        ) as choice
    from target_by_cover
),
target_of_level as (
    select
        period_start,
        group_name,
        level,
        case level when 'company' then 1 when 'region' then 2 when 'team' then 3 when 'manager' then 4 else 5 end as level_rank,
        case when count(amount) = count(*) then cast(sum(amount) as double) end as amount
    from target_of_member
    where choice = 1
    group by period_start, group_name, level
),
target_of_group as (
    select
        period_start,
        group_name,
        level,
        amount,
        row_number() over (
            partition by period_start, group_name order by case when amount is null then 1 else 0 end, level_rank
        ) as choice
    from target_of_level
),
-- whoever has a target at a level; revenue of the others has nothing to be measured by
member_with_target as (
    select distinct
        p.period_start,
        t.level,
        case t.level when 'manager' then t.manager when 'team' then t.team when 'region' then t.region else t.product end
            as member_name
    from target_line as t
    join period as p on t.period_start >= p.period_start and t.period_end <= p.period_end
    where t.measure = 'revenue' and t.level <> 'company'
),
level_of_group as (
    select period_start, group_name, level from target_of_group where choice = 1 and amount is not null and level <> 'company'
),
-- revenue so far and open deals side by side: both are measured by the same target
revenue_of_group as (
    select d.period_start, {dimension} as group_name, sum(amount) as amount
    from revenue_line
    join period_day as d on d.day = revenue_line.revenue_on
    group by d.period_start, {dimension}
),
unmeasured_revenue as (
    select r.period_start, r.group_name, sum(r.amount) as amount
    from (
        select d.period_start, {dimension} as group_name, manager, team, region, product, amount
        from revenue_line
        join period_day as d on d.day = revenue_line.revenue_on
        where d.period_start in (select period_start from level_of_group)
    ) as r
    join level_of_group as g
        on g.period_start = r.period_start and coalesce(g.group_name, '') = coalesce(r.group_name, '')
    left join member_with_target as m
        on m.period_start = r.period_start
        and m.level = g.level
        and m.member_name
        = case g.level when 'manager' then r.manager when 'team' then r.team when 'region' then r.region else r.product end
    where m.member_name is null
    group by r.period_start, r.group_name
),
open_deal as (
    select
        p.period_start,
        {dimension} as group_name,
        d.manager,
        d.team,
        d.region,
        d.product,
        case
            when d.close_on is null then 'no_close_date'
            when d.close_on < p.as_of then 'stale'
            when d.amount is null then 'no_amount'
            when d.amount_reporting is null then 'no_rate'
            else 'due'
        end as place,
        cast(d.amount_reporting as double) as amount
    from deal as d
    join period as p
        on (d.close_on >= p.period_start and d.close_on < p.period_end)
        or (
            p.period_start <= p.as_of
            and p.period_end > p.as_of
            and (d.close_on is null or d.close_on < p.period_start)
        )
    where d.stage = 'Open'
),
placed_deal as (
    select
        r.period_start,
        r.group_name,
        case when r.place = 'due' and g.level is not null and m.member_name is null then 'no_target' else r.place end as place,
        r.amount
    from open_deal as r
    left join level_of_group as g
        on g.period_start = r.period_start and coalesce(g.group_name, '') = coalesce(r.group_name, '')
    left join member_with_target as m
        on m.period_start = r.period_start
        and m.level = g.level
        and m.member_name
        = case g.level when 'manager' then r.manager when 'team' then r.team when 'region' then r.region else r.product end
),
part as (
    select
        period_start,
        group_name,
        place,
        sum(amount) as pipeline,
        count(*) as n,
        cast(null as double) as revenue,
        cast(null as double) as target
    from placed_deal
    group by period_start, group_name, place
    union all
    select period_start, group_name, 'revenue', null, 0, cast(amount as double), null
    from revenue_of_group
    union all
    select period_start, group_name, 'revenue', null, 0, -cast(amount as double), null
    from unmeasured_revenue
    union all
    select period_start, group_name, 'target', null, 0, null, amount
    from target_of_group
    where choice = 1
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
