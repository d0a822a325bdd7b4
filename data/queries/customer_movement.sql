-- Grain: one row per period and group; one row per period even where nobody was active.
-- Columns (customers): active_before + new + won_back - lost = active_now; returning = active in both periods;
-- n = active in either; NULL where nobody was.
-- Source: kpi.md section 3. Active = at least one activity in force on a day of the period; before = the period before.
-- Where a period is cut within its first month, what is active in it stands in the days themselves: a run of months
-- that began before does not tell on which side of the cut it goes on.
with activity as (
    select
        p.period_start,
        p.previous_start,
        {dimension} as group_name,
        r.customer_id,
        r.active_from,
        case
            when p.cut_on >= p.period_start + interval 1 month then coalesce(r.active_to, date '9999-12-31')
        end as active_to,
        case when r.active_from < p.period_start then coalesce(r.active_to, date '9999-12-31') end as earlier_to
    from activity_run as r
    join period as p on r.active_from < p.cut_on
    union all
    select
        p.period_start,
        p.previous_start,
        {dimension} as group_name,
        a.customer_id,
        a.active_from,
        coalesce(a.active_to, date '9999-12-31') as active_to,
        cast(null as date) as earlier_to
    from customer_activity as a
    join period as p on a.active_from < p.cut_on and coalesce(a.active_to, date '9999-12-31') > p.period_start
    where p.cut_on < p.period_start + interval 1 month
),
customer_in_period as (
    select
        period_start,
        group_name,
        customer_id,
        case when max(active_to) > period_start then 1 else 0 end as is_now,
        case when max(earlier_to) > previous_start then 1 else 0 end as is_before,
        case when min(active_from) < period_start then 1 else 0 end as is_earlier
    from activity
    group by period_start, previous_start, group_name, customer_id
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
