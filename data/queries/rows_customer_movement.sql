-- Grain: one row per customer active in the period or in the one before.
-- Columns: active_now, active_before, returning, new, won_back, lost = 1 or 0; amount_now, amount_before = reporting
-- currency (contracts carry none); file_name, sheet, line_no = the customer's latest record before the cut.
-- Source: kpi.md section 3; each flag adds up to its KPI.
with per_customer as (
    select
        a.customer_id,
        max(a.customer) as customer,
        max(a.manager) as manager,
        min(a.active_from) as first_active_on,
        max(a.active_from) as last_started_on,
        max(case when coalesce(a.active_to, date '9999-12-31') > p.period_start then 1 else 0 end) as is_now,
        max(
            case
                when a.active_from < p.period_start and coalesce(a.active_to, date '9999-12-31') > p.previous_start then 1
                else 0
            end
        ) as is_before,
        max(case when a.active_from < p.period_start then 1 else 0 end) as is_earlier,
        cast(sum(a.amount) filter (where a.active_from >= p.period_start) as double) as amount_now,
        cast(
            sum(a.amount) filter (where a.active_from < p.period_start and a.active_from >= p.previous_start) as double
        ) as amount_before
    from customer_activity as a
    join period as p on a.active_from < p.cut_on
    where a.customer_id is not null
    group by a.customer_id
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
    join per_customer as c on c.customer_id = a.customer_id and c.last_started_on = a.active_from
    where c.is_now = 1 or c.is_before = 1
)
select
    c.customer_id,
    c.customer,
    c.manager,
    c.first_active_on,
    c.last_started_on,
    c.amount_now,
    c.amount_before,
    c.is_now as active_now,
    c.is_before as active_before,
    c.is_now * c.is_before as returning,
    case when c.is_now = 1 and c.is_earlier = 0 then 1 else 0 end as new,
    case when c.is_now = 1 and c.is_before = 0 and c.is_earlier = 1 then 1 else 0 end as won_back,
    case when c.is_now = 0 and c.is_before = 1 then 1 else 0 end as lost,
    l.record_id,
    l.file_name,
    l.sheet,
    l.line_no
from per_customer as c
left join latest as l on l.customer_id = c.customer_id and l.place = 1
where c.is_now = 1 or c.is_before = 1
order by c.customer, c.customer_id
