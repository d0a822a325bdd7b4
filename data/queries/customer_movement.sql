-- Grain: one row per period and group; one row per period even where nobody was active.
-- Columns (customers): active_before + new + won_back - lost = active_now; returning = active in both periods;
-- n = active in either; NULL where nobody was.
-- Source: kpi.md section 3. Active = at least one activity in force on a day of the period; before = the period before.
with boundary as (
    select period_start as day from period
    union
    select previous_start from period
    union
    select cut_on from period
),
first_day as (
    select distinct active_from as day from customer_activity where active_from < (select max(cut_on) from period)
),
slot_of_day as (
    select f.day, count(b.day) as slot
    from first_day as f
    left join boundary as b on b.day <= f.day
    group by f.day
),
-- all that starts between the same two boundaries counts in the same periods: only its latest end matters
activity as (
    select
        customer_id,
        {dimension} as group_name,
        min(active_from) as active_from,
        max(coalesce(active_to, date '9999-12-31')) as active_to
    from customer_activity
    join slot_of_day on slot_of_day.day = active_from
    group by customer_id, {dimension}, slot
),
customer_in_period as (
    select
        p.period_start,
        a.group_name,
        a.customer_id,
        max(case when a.active_to > p.period_start then 1 else 0 end) as is_now,
        max(case when a.active_from < p.period_start and a.active_to > p.previous_start then 1 else 0 end) as is_before,
        max(case when a.active_from < p.period_start then 1 else 0 end) as is_earlier
    from activity as a
    join period as p on a.active_from < p.cut_on
    group by p.period_start, a.group_name, a.customer_id
),
movement as (
    select
        period_start,
        group_name,
        count(*) filter (where is_before = 1) as active_before,
        count(*) filter (where is_now = 1 and is_before = 1) as returning,
        count(*) filter (where is_now = 1 and is_earlier = 0) as new,
        count(*) filter (where is_now = 1 and is_before = 0 and is_earlier = 1) as won_back,
        count(*) filter (where is_now = 0 and is_before = 1) as lost,
        count(*) filter (where is_now = 1) as active_now,
        count(*) as n
    from customer_in_period
    where is_now = 1 or is_before = 1
    group by period_start, group_name
)
select
    p.period_start,
    m.group_name,
    case when m.n > 0 then m.active_before end as active_before,
    case when m.n > 0 then m.returning end as returning,
    case when m.n > 0 then m.new end as new,
    case when m.n > 0 then m.won_back end as won_back,
    case when m.n > 0 then m.lost end as lost,
    case when m.n > 0 then m.active_now end as active_now,
    coalesce(m.n, 0) as n
from period as p
left join movement as m on m.period_start = p.period_start
order by p.period_start, m.group_name
