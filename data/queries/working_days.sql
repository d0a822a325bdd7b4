-- Grain: one row per day of each period asked for, in order, up to the period's end.
-- Columns: is_working; holiday = its name or NULL.
-- Source: the company's calendar; kpi.md, "a part-finished period".
select p.period_start, w.day, w.is_working, w.holiday
from period as p
join working_day as w on w.day >= p.period_start and w.day < p.period_end
order by p.period_start, w.day
