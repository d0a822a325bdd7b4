-- Grain: one row per period asked for that the company's calendar reaches, up to the period's end.
-- Columns: n_days = days the calendar knows; n_working = working days among them; n_tet = days off for the Lunar New Year,
-- whose names are those of the package holidays in English or Vietnamese.
-- Source: the company's calendar; kpi.md section 6.
select
    p.period_start,
    count(*) as n_days,
    count(*) filter (where w.is_working) as n_working,
    count(*) filter (where lower(w.holiday) like '%lunar new year%' or lower(w.holiday) like '%tết nguyên đán%') as n_tet
from period as p
join working_day as w on w.day >= p.period_start and w.day < p.period_end
group by p.period_start
order by p.period_start
