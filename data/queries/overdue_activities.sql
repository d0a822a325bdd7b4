-- Grain: one row per activity planned before the end of the period that is overdue at as_of; those of the period first.
-- Columns: days_late = from the day planned to as_of; is_earlier = planned before the period began.
-- Source: overdue = planned before as_of, neither done nor cancelled; what is said to be done without a day is not overdue.
select
    a.customer_id,
    a.customer,
    a.subject,
    a.kind,
    a.planned_on,
    date_diff('day', a.planned_on, p.as_of) as days_late,
    a.manager,
    a.planned_on < p.period_start as is_earlier,
    a.activity_id,
    a.file_name,
    a.sheet,
    a.line_no
from activity as a
join period as p on a.planned_on < p.as_of and a.planned_on < p.period_end
where
    (a.done_on is null or a.done_on > p.as_of)
    and coalesce(lower(trim(a.status)), '') not in (
        'cancelled', 'canceled', 'cancel', 'hủy', 'huỷ', 'đã hủy', 'đã huỷ', 'hủy bỏ', 'huỷ bỏ', 'bị hủy', 'bị huỷ'
    )
    and not (
        a.done_on is null
        and coalesce(lower(trim(a.status)), '') in (
            'done', 'completed', 'complete', 'closed', 'hoàn thành', 'đã hoàn thành', 'đã thực hiện', 'đã xong', 'xong'
        )
    )
order by is_earlier, days_late desc, a.customer, a.activity_id
