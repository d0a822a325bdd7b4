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
-- days of the groups that are measured below the whole: mostly none, and then no revenue is read again
measured_day as (
    select d.day, g.period_start, g.group_name, g.level_rank
    from target_of_group as g
    join period_day as d on d.period_start = g.period_start
    where g.level_rank > 1
),
unmeasured_revenue as (
    select d.period_start, d.group_name, sum(r.amount) as amount, count(r.amount) as n
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
    select period_start, group_name, amount, n, n_void, n_no_rate, 0 as n_no_target, cast(null as double) as target
    from revenue_of_group
    union all
    select period_start, group_name, -amount, -n, 0, 0, n, cast(null as double)
    from unmeasured_revenue
    union all
    select period_start, group_name, cast(null as decimal(38, 2)), 0, 0, 0, 0, amount
    from target_of_group
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
