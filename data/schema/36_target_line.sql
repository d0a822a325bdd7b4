-- grain: one target for one period and one member; amount_reporting is NULL where no rate was given
-- A typed target takes the place of imported ones for the same period, level and member: imported_amount is theirs.
-- is_in_quarter: whether the line is what its quarter is made of where a longer period is added up from quarters. That is
-- the typed quarter; else the three months where one of them is typed; else the imported quarter; else the three months.
create table target_line as
with region_of_team as (
    select team, min(region) as region from manager where team is not null group by team having count(distinct region) = 1
),
told as (
    select
        period, measure, dimension, member, amount, currency, load_id, file_name, sheet, line_no, false as is_typed
    from current_target
    union all
    select
        period, 'revenue', level, member, amount, currency,
        cast(null as integer), cast(null as varchar), cast(null as varchar), cast(null as bigint), true
    from told_target
),
line as (
    select
        target_period.period_start,
        target_period.period_end,
        target_period.quarter_start,
        coalesce(target_measure.measure, name_key(fact.measure), 'revenue') as measure,
        coalesce(target_level.level, 'company') as level,
        manager.manager,
        case when target_level.level = 'team' then fact.member else manager.team end as team,
        case
            when target_level.level = 'region' then fact.member
            when target_level.level = 'team' then region_of_team.region
            else manager.region
        end as region,
        cast(null as varchar) as segment,
        cast(null as varchar) as industry,
        case when target_level.level = 'product' then fact.member end as product,
        case coalesce(target_level.level, 'company')
            when 'company' then null
            when 'manager' then coalesce(manager.manager, fact.member)
            else fact.member
        end as member,
        fact.amount,
        fact.currency,
        case
            when fact.currency = $reporting_currency then fact.amount
            else cast(round(fact.amount * rate.rate, 2) as decimal(18, 2))
        end as amount_reporting,
        fact.load_id,
        fact.file_name,
        fact.sheet,
        fact.line_no,
        fact.is_typed,
        case
            when coalesce(target_level.level, 'company') = 'company' then ''
            else coalesce(manager.manager, name_key(fact.member), '')
        end as member_key
    from told fact
    join target_period on target_period.period = fact.period
    left join target_measure on target_measure.word = name_key(fact.measure)
    left join target_level on target_level.word = name_key(fact.dimension)
    left join manager
        on target_level.level = 'manager'
       and (
            name_key(fact.member) = name_key(manager.manager)
            or fact.member = manager.manager_id
            or lower(fact.member) = lower(manager.manager_email)
       )
    left join region_of_team on target_level.level = 'team' and region_of_team.team = fact.member
    left join current_rate rate
        on rate.currency = fact.currency and rate.month = strftime(target_period.period_start, '%Y-%m')
),
kept as (
    select
        *,
        date_diff('month', period_start, period_end) = 3 as is_quarter,
        sum(amount_reporting) filter (where not is_typed) over same_target as imported_amount
    from line
    window same_target as (partition by period_start, period_end, measure, level, member_key)
    qualify not is_typed and not bool_or(is_typed) over same_target or is_typed
),
compared as (
    select
        *,
        count(*) filter (where not is_quarter) over same_quarter = 3 as has_months,
        coalesce(bool_or(is_typed) filter (where not is_quarter) over same_quarter, false) as has_typed_month,
        bool_or(is_quarter) over same_quarter as has_quarter,
        coalesce(bool_or(is_typed) filter (where is_quarter) over same_quarter, false) as has_typed_quarter
    from kept
    window same_quarter as (partition by quarter_start, measure, level, member_key)
)
select
    * exclude (member_key, quarter_start, is_quarter, has_months, has_typed_month, has_quarter, has_typed_quarter),
    case
        when quarter_start is null then false
        when is_quarter then has_typed_quarter or not (has_months and has_typed_month)
        else has_months and (not has_quarter or (has_typed_month and not has_typed_quarter))
    end as is_in_quarter
from compared
order by period_start, member
