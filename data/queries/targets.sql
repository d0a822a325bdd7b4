-- Grain: one row per revenue target whose period lies within a period asked for.
-- Columns: asked_start = that period; period_start, period_end; level, member, manager, team, region, product; amount
-- (reporting currency, NULL without a rate); is_typed = 1 where it was typed in; imported_amount = what it takes the place of;
-- is_in_quarter = 1 where its quarter is made of it when a longer period is added up.
-- Source: kpi.md section 5, "Attainment".
select
    p.period_start as asked_start,
    t.period_start,
    t.period_end,
    t.level,
    t.member,
    t.manager,
    t.team,
    t.region,
    t.product,
    cast(t.amount_reporting as double) as amount,
    case when t.is_typed then 1 else 0 end as is_typed,
    cast(case when t.is_typed then t.imported_amount end as double) as imported_amount,
    case when t.is_in_quarter then 1 else 0 end as is_in_quarter
from target_line as t
join period as p on t.period_start >= p.period_start and t.period_end <= p.period_end
where t.measure = 'revenue'
order by p.period_start, t.level, t.member, t.period_start, t.period_end
