-- Grain: one row per open deal due in the period or left out of it, one per revenue line so far, one per target line used.
-- Columns: row_kind = deal, revenue or target; exclusion = stale, no_close_date, no_amount, no_rate, void, no_target or NULL;
-- contribution_numerator = unweighted amount of the deal; contribution_denominator = target, and revenue with a minus (all in
-- the reporting currency); nothing counts above the line where the target is met.
-- Source: kpi.md section 5, "Coverage"; sum of numerators / sum of denominators, for the whole.
with target_in_period as (
    select
        t.level,
        coalesce(t.member, '') as member,
        t.manager,
        t.team,
        t.region,
        t.product,
        t.period_start,
        date_diff('month', t.period_start, t.period_end) as n_months,
        date_diff('month', p.period_start, p.period_end) as n_months_asked,
        t.is_in_quarter,
        case when t.is_typed then 1 else 0 end as is_typed,
        t.amount_reporting as amount,
        t.file_name,
        t.sheet,
        t.line_no
    from target_line as t
    join period as p on t.period_start >= p.period_start and t.period_end <= p.period_end
    where t.measure = 'revenue'
),
-- the ways in which the period can be covered: 1 its own target, 2 its quarters, 3 its months
target_to_cover as (
    select *, 1 as cover from target_in_period where n_months = n_months_asked
    union all
    select *, 2 as cover from target_in_period where is_in_quarter and n_months < n_months_asked
    union all
    select *, 3 as cover from target_in_period where n_months = 1 and n_months < n_months_asked
),
target_by_cover as (
    select
        level,
        member,
        cover,
        max(is_typed) as is_typed,
        case when sum(n_months) = max(n_months_asked) and count(amount) = count(*) then 1 else 0 end as is_whole
    from target_to_cover
    group by level, member, cover
),
target_of_member as (
    select
        level,
        member,
        cover,
        is_whole,
        row_number() over (
            partition by level, member
            order by is_whole desc, case when cover = 1 then is_typed else 0 end desc, is_typed desc, cover
        ) as choice
    from target_by_cover
),
target_of_level as (
    select
        level,
        case level when 'company' then 1 when 'region' then 2 when 'team' then 3 when 'manager' then 4 else 5 end as level_rank
    from target_of_member
    where choice = 1
    group by level
    having min(is_whole) = 1
),
target_used as (
    select t.*
    from target_to_cover as t
    join target_of_member as m on m.level = t.level and m.member = t.member and m.cover = t.cover and m.choice = 1
    join target_of_level as l on l.level = t.level
    where l.level_rank = (select min(level_rank) from target_of_level)
),
level_used as (
    select min(level) as level from target_used
),
-- whoever has a target at that level; revenue of the others has nothing to be measured by
member_with_target as (
    select distinct
        case level when 'manager' then manager when 'team' then team when 'region' then region else product end as member_name
    from target_used
),
measurable as (
    select
        'revenue' as row_kind,
        r.record_id,
        r.customer_id,
        r.customer,
        r.manager,
        r.team,
        r.region,
        r.product,
        r.revenue_on as row_on,
        r.exclusion,
        cast(null as double) as pipeline,
        cast(r.amount as double) as revenue,
        r.file_name,
        r.sheet,
        r.line_no
    from revenue_line as r
    join period as p on r.revenue_on >= p.period_start and r.revenue_on < p.cut_on
    union all
    select
        'deal' as row_kind,
        d.deal_id as record_id,
        d.customer_id,
        d.customer,
        d.manager,
        d.team,
        d.region,
        d.product,
        d.close_on as row_on,
        case
            when d.close_on is null then 'no_close_date'
            when d.close_on < p.as_of then 'stale'
            when d.amount is null then 'no_amount'
            when d.amount_reporting is null then 'no_rate'
        end as exclusion,
        cast(d.amount_reporting as double) as pipeline,
        cast(null as double) as revenue,
        d.file_name,
        d.sheet,
        d.line_no
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
        case when u.level is null or u.level = 'company' or m.member_name is not null then 1 else 0 end as is_measured
    from measurable as r
    cross join level_used as u
    left join member_with_target as m
        on m.member_name
        = case u.level when 'manager' then r.manager when 'team' then r.team when 'region' then r.region else r.product end
),
remaining as (
    select
        (select cast(sum(amount) as double) from target_used)
        - coalesce((select sum(revenue) from measured where is_measured = 1), 0) as amount
)
select
    m.row_kind,
    m.record_id,
    m.customer_id,
    m.customer,
    m.manager,
    m.product,
    m.row_on,
    case when m.is_measured = 0 and m.exclusion is null then 'no_target' else m.exclusion end as exclusion,
    case when m.is_measured = 1 and m.exclusion is null and r.amount > 0 then m.pipeline end as contribution_numerator,
    case when m.is_measured = 1 then -m.revenue end as contribution_denominator,
    m.file_name,
    m.sheet,
    m.line_no
from measured as m
cross join remaining as r
union all
select
    'target' as row_kind,
    level || ' ' || member as record_id,
    cast(null as varchar) as customer_id,
    cast(null as varchar) as customer,
    manager,
    product,
    period_start as row_on,
    cast(null as varchar) as exclusion,
    cast(null as double) as contribution_numerator,
    cast(amount as double) as contribution_denominator,
    file_name,
    sheet,
    line_no
from target_used
order by row_kind, row_on, record_id, file_name, line_no
