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
level_of_group as (
    select period_start, group_name, level from target_of_group where choice = 1 and amount is not null and level <> 'company'
),
revenue_of_group as (
    select
        d.period_start,
        {dimension} as group_name,
        sum(amount) as amount,
        count(amount) as n,
        count(*) filter (where exclusion = 'void') as n_void,
        count(*) filter (where exclusion = 'no_rate') as n_no_rate
    from revenue_line
    join period_day as d on d.day = revenue_line.revenue_on
    group by d.period_start, {dimension}
),
unmeasured_revenue as (
    select r.period_start, r.group_name, sum(r.amount) as amount, count(r.amount) as n
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
part as (
    select period_start, group_name, amount, n, n_void, n_no_rate, 0 as n_no_target, cast(null as double) as target
    from revenue_of_group
    union all
    select period_start, group_name, -amount, -n, 0, 0, n, cast(null as double)
    from unmeasured_revenue
    union all
    select period_start, group_name, cast(null as decimal(38, 2)), 0, 0, 0, 0, amount
    from target_of_group
    where choice = 1
),
attained as (
    select
        period_start,
        group_name,
        cast(sum(amount) as double) as amount,
        sum(n) as n,
        sum(n_void) as n_void,
        sum(n_no_rate) as n_no_rate,
        sum(n_no_target) as n_no_target,
        max(target) as target
    from part
    group by period_start, group_name
)
select
    p.period_start,
    a.group_name,
    case when a.n > 0 then a.amount end as numerator,
    a.target as denominator,
    coalesce(a.n, 0) as n,
    coalesce(a.n_void, 0) as excluded_void,
    coalesce(a.n_no_rate, 0) as excluded_no_rate,
    coalesce(a.n_no_target, 0) as excluded_no_target
from period as p
left join attained as a on a.period_start = p.period_start
order by p.period_start, a.group_name
