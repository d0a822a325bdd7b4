-- Grain: one row per customer with revenue in the period or in the part of the one before that it is set against.
-- Columns: movement = new, won_back, lost, expansion, contraction or unchanged; amount_before + amount_change = amount_now
-- (reporting currency); kept_revenue, now_revenue, before_revenue = what the customer adds to revenue retention, NULL
-- without revenue before; file_name, sheet, line_no = the customer's latest record before the cut.
-- Source: kpi.md sections 3 and 5. A period that is not over is set against as many working days of the one before.
with day_worked as (
    select p.period_start, count(w.day) as n_days
    from period as p
    left join working_day as w on w.is_working and w.day >= p.period_start and w.day < p.cut_on
    group by p.period_start
),
day_before as (
    select p.period_start, w.day, row_number() over (partition by p.period_start order by w.day) as place
    from period as p
    join working_day as w on w.is_working and w.day >= p.previous_start and w.day < p.period_start
    where p.cut_on < p.period_end
),
compared as (
    select
        p.period_start,
        p.previous_start,
        p.cut_on,
        case
            when p.cut_on >= p.period_end then p.period_start
            when max(b.place) is null
                then least(p.period_start, p.previous_start + cast(date_diff('day', p.period_start, p.cut_on) as integer))
            when max(d.n_days) = 0 then p.previous_start
            when max(d.n_days) >= max(b.place) then p.period_start
            else max(b.day) filter (where b.place = d.n_days) + 1
        end as before_cut
    from period as p
    join day_worked as d on d.period_start = p.period_start
    left join day_before as b on b.period_start = p.period_start
    group by p.period_start, p.period_end, p.previous_start, p.cut_on
),
per_customer as (
    select
        a.customer_id,
        max(a.active_from) as last_started_on,
        max(case when coalesce(a.active_to, date '9999-12-31') > c.period_start then 1 else 0 end) as is_now,
        max(
            case
                when a.active_from < c.period_start and coalesce(a.active_to, date '9999-12-31') > c.previous_start then 1
                else 0
            end
        ) as is_before,
        max(case when a.active_from < c.period_start then 1 else 0 end) as is_earlier,
        coalesce(
            sum(a.amount) filter (where a.active_from >= c.previous_start and a.active_from < c.before_cut), 0
        ) as amount_before,
        coalesce(sum(a.amount) filter (where a.active_from >= c.period_start), 0) as amount_now
    from customer_activity as a
    join compared as c on a.active_from < c.cut_on
    where a.customer_id is not null
    group by a.customer_id
),
spender as (
    select * from per_customer where amount_before <> 0 or amount_now <> 0
),
-- of what started on the customer's last day one record stands for all
latest as (
    select
        a.customer_id,
        a.record_id,
        a.file_name,
        a.sheet,
        a.line_no,
        row_number() over (partition by a.customer_id order by a.record_id desc, a.line_no desc) as place
    from customer_activity as a
    join spender as s on s.customer_id = a.customer_id and s.last_started_on = a.active_from
)
select
    s.customer_id,
    u.customer,
    u.manager,
    case
        when s.is_now = 0 then 'lost'
        when s.is_earlier = 0 then 'new'
        when s.is_before = 0 then 'won_back'
        when s.amount_now > s.amount_before then 'expansion'
        when s.amount_now < s.amount_before then 'contraction'
        else 'unchanged'
    end as movement,
    cast(s.amount_before as double) as amount_before,
    cast(s.amount_now as double) as amount_now,
    cast(s.amount_now - s.amount_before as double) as amount_change,
    cast(case when s.amount_before > 0 then least(s.amount_now, s.amount_before) end as double) as kept_revenue,
    cast(case when s.amount_before > 0 then s.amount_now end as double) as now_revenue,
    cast(case when s.amount_before > 0 then s.amount_before end as double) as before_revenue,
    l.record_id,
    l.file_name,
    l.sheet,
    l.line_no
from spender as s
left join customer as u on u.customer_id = s.customer_id
left join latest as l on l.customer_id = s.customer_id and l.place = 1
order by abs(s.amount_now - s.amount_before) desc, u.customer, s.customer_id
