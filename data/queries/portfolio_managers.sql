-- Grain: one row per account manager who is known, by whatever file.
-- Columns: left_on = day from which the manager is gone (NULL: still here); has_left = 1 where that is not after the period's
-- last known day.
-- Source: kpi.md section 4, "managers assigned".
select
    m.manager_id,
    m.manager,
    m.team,
    m.left_on,
    max(case when m.left_on < p.cut_on then 1 else 0 end) as has_left
from manager as m
cross join period as p
group by m.manager_id, m.manager, m.team, m.left_on
order by m.manager, m.manager_id
