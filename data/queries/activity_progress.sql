-- Grain: one row per period, kind, manager and progress; activities without any day in one row without a period.
-- Columns: progress = done, done_late (after the day planned), overdue, planned (not yet due), cancelled, done_undated (said to
-- be done, without the day), unplanned (done without a plan) or undated; n = activities.
-- Source: planned for a day of the period, else done on a day of it; done = done_on filled and not after as_of; overdue =
-- planned before as_of and not done.
with known as (
    select max(as_of) as as_of from period
),
counted as (
    select
        coalesce(a.planned_on, a.done_on) as counts_on,
        a.kind,
        a.manager,
        case
            when a.planned_on is null and a.done_on is null then 'undated'
            when a.planned_on is null then 'unplanned'
            when a.done_on <= a.planned_on and a.done_on <= k.as_of then 'done'
            when a.done_on <= k.as_of then 'done_late'
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
            when a.planned_on < k.as_of then 'overdue'
            else 'planned'
        end as progress
    from activity as a
    cross join known as k
    where a.planned_on is not null or a.done_on is null or a.done_on <= k.as_of
)
select
    p.period_start,
    c.kind,
    c.manager,
    c.progress,
    count(*) as n
from counted as c
left join period as p on c.counts_on >= p.period_start and c.counts_on < p.period_end
where p.period_start is not null or c.progress = 'undated'
group by p.period_start, c.kind, c.manager, c.progress
order by p.period_start, c.kind, c.manager, c.progress
