-- Grain: one row per period and group; one row per period even where there is no target.
-- Columns: numerator = revenue, denominator = target (reporting currency, NULL where none); n = revenue lines.
-- Source: kpi.md section 5, "Attainment". A target counts in a period it matches exactly, or where shorter ones cover the
-- period without a gap; a longer one is never spread. A typed target of the very period comes first, then shorter ones of which
-- one is typed (it takes the place of what it covers, and of no more), then an imported one of the period. The coarsest level
-- that reaches the group is used, and only the revenue of those who have a target at it: excluded_no_target counts the lines of
-- the others.
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
revenue_by_member as (
    select
        d.period_start,
        {dimension} as group_name,
        case when n.by_manager = 1 then manager end as manager,
        case when n.by_team = 1 then team end as team,
        case when n.by_region = 1 then region end as region,
        case when n.by_product = 1 then product end as product,
        sum(amount) as amount,
        count(amount) as n,
        count(*) filter (where exclusion = 'void') as n_void,
        count(*) filter (where exclusion = 'no_rate') as n_no_rate
    from revenue_line
    join period_day as d on d.day = revenue_line.revenue_on
    cross join needed_level as n
    group by
        d.period_start,
        {dimension},
        case when n.by_manager = 1 then manager end,
        case when n.by_team = 1 then team end,
        case when n.by_region = 1 then region end,
        case when n.by_product = 1 then product end
),
measured_revenue as (
    select
        r.*,
        case when g.level is null or g.level = 'company' or m.member_name is not null then 1 else 0 end as is_measured
    from revenue_by_member as r
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
revenue_in_period as (
    select
        period_start,
        group_name,
        cast(sum(amount) filter (where is_measured = 1) as double) as amount,
        coalesce(sum(n) filter (where is_measured = 1), 0) as n,
        sum(n_void) as n_void,
        sum(n_no_rate) as n_no_rate,
        coalesce(sum(n) filter (where is_measured = 0), 0) as n_no_target
    from measured_revenue
    group by period_start, group_name
),
either as (
    select period_start, group_name from revenue_in_period
    union
    select period_start, group_name from target_of_group where choice = 1
)
select
    p.period_start,
    e.group_name,
    r.amount as numerator,
    t.amount as denominator,
    coalesce(r.n, 0) as n,
    coalesce(r.n_void, 0) as excluded_void,
    coalesce(r.n_no_rate, 0) as excluded_no_rate,
    coalesce(r.n_no_target, 0) as excluded_no_target
from period as p
left join either as e on e.period_start = p.period_start
left join revenue_in_period as r
    on r.period_start = e.period_start and coalesce(r.group_name, '') = coalesce(e.group_name, '')
left join target_of_group as t
    on t.period_start = e.period_start and coalesce(t.group_name, '') = coalesce(e.group_name, '') and t.choice = 1
order by p.period_start, e.group_name
