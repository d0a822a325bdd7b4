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
needed_level as (
    select
        max(case when level = 'manager' then 1 else 0 end) as by_manager,
        max(case when level = 'team' then 1 else 0 end) as by_team,
        max(case when level = 'region' then 1 else 0 end) as by_region,
        max(case when level = 'product' then 1 else 0 end) as by_product
    from target_of_group
    where choice = 1
),
-- revenue so far and open deals side by side: both are measured by the same target
measurable as (
    select
        p.period_start,
        {dimension} as group_name,
        case when n.by_manager = 1 then r.manager end as manager,
        case when n.by_team = 1 then r.team end as team,
        case when n.by_region = 1 then r.region end as region,
        case when n.by_product = 1 then r.product end as product,
        cast(null as varchar) as exclusion,
        cast(sum(r.amount) as double) as revenue,
        cast(null as double) as pipeline,
        0 as n
    from revenue_line as r
    join period_day as p on p.day = r.revenue_on
    cross join needed_level as n
    group by
        p.period_start,
        {dimension},
        case when n.by_manager = 1 then r.manager end,
        case when n.by_team = 1 then r.team end,
        case when n.by_region = 1 then r.region end,
        case when n.by_product = 1 then r.product end
    union all
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
        end as exclusion,
        cast(null as double) as revenue,
        cast(d.amount_reporting as double) as pipeline,
        1 as n
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
measured as (
    select
        r.*,
        case when g.level is null or g.level = 'company' or m.member_name is not null then 1 else 0 end as is_measured
    from measurable as r
    left join target_of_group as g
        on g.period_start = r.period_start
        and coalesce(g.group_name, '') = coalesce(r.group_name, '')
        and g.choice = 1
        and g.amount is not null
    left join member_with_target as m
        on m.period_start = r.period_start
        and m.level = g.level
        and m.member_name
        = case g.level when 'manager' then r.manager when 'team' then r.team when 'region' then r.region else r.product end
),
measured_in_period as (
    select
        period_start,
        group_name,
        sum(revenue) filter (where is_measured = 1) as revenue,
        sum(pipeline) filter (where is_measured = 1 and exclusion is null) as pipeline,
        coalesce(sum(n) filter (where is_measured = 1 and exclusion is null), 0) as n,
        coalesce(sum(n) filter (where exclusion = 'stale'), 0) as n_stale,
        coalesce(sum(n) filter (where exclusion = 'no_close_date'), 0) as n_no_close_date,
        coalesce(sum(n) filter (where exclusion = 'no_amount'), 0) as n_no_amount,
        coalesce(sum(n) filter (where exclusion = 'no_rate'), 0) as n_no_rate,
        coalesce(sum(n) filter (where exclusion is null and is_measured = 0), 0) as n_no_target
    from measured
    group by period_start, group_name
),
either as (
    select period_start, group_name from measured_in_period
    union
    select period_start, group_name from target_of_group where choice = 1
)
select
    p.period_start,
    e.group_name,
    r.pipeline as numerator,
    t.amount - coalesce(r.revenue, 0) as denominator,
    coalesce(r.n, 0) as n,
    coalesce(r.n_stale, 0) as excluded_stale,
    coalesce(r.n_no_close_date, 0) as excluded_no_close_date,
    coalesce(r.n_no_amount, 0) as excluded_no_amount,
    coalesce(r.n_no_rate, 0) as excluded_no_rate,
    coalesce(r.n_no_target, 0) as excluded_no_target
from period as p
left join either as e on e.period_start = p.period_start
left join measured_in_period as r
    on r.period_start = e.period_start and coalesce(r.group_name, '') = coalesce(e.group_name, '')
left join target_of_group as t
    on t.period_start = e.period_start and coalesce(t.group_name, '') = coalesce(e.group_name, '') and t.choice = 1
order by p.period_start, e.group_name
