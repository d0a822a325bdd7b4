-- Grain: one row per activity planned for a day of the period, or done on one without a plan.
-- Columns: progress = as in activity_progress; days_late = days from the day planned to the day done, or to as_of while overdue.
-- Source: the rows behind the progress of activities.
with counted as (
    select
        a.*,
        p.as_of,
        case
            when a.planned_on is null then 'unplanned'
            when a.done_on <= a.planned_on and a.done_on <= p.as_of then 'done'
            when a.done_on <= p.as_of then 'done_late'
            when
                lower(trim(a.status)) in (
                    'cancelled', 'canceled', 'cancel', 'hủy', 'huỷ', 'đã hủy', 'đã huỷ', 'hủy bỏ', 'huỷ bỏ', 'bị hủy', 'bị huỷ'
                )
                then 'cancelled'
            when
                a.done_on is null
                and lower(trim(a.status)) in (
                    'done', 'completed', 'complete', 'closed', 'hoàn thành', 'đã hoàn thành', 'đã thực hiện', 'đã xong', 'xong'
                )
                then 'done_undated'
            when a.planned_on < p.as_of then 'overdue'
            else 'planned'
        end as progress
    from activity as a
    join period as p
        on coalesce(a.planned_on, a.done_on) >= p.period_start
        and coalesce(a.planned_on, a.done_on) < p.period_end
        and (a.planned_on is not null or a.done_on <= p.as_of)
)
select
    activity_id,
    customer_id,
    customer,
    manager,
    kind,
    subject,
    planned_on,
    done_on,
    progress,
    case
        when progress = 'done_late' then date_diff('day', planned_on, done_on)
        when progress = 'overdue' then date_diff('day', planned_on, as_of)
    end as days_late,
    status,
    file_name,
    sheet,
    line_no
from counted
order by coalesce(planned_on, done_on), activity_id
