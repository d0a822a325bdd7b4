-- grain: team_schedule, one team as tickets and managers spell it that works by a schedule of its own;
--   company_day and team_day, one day of one schedule. Tables rather than a filter on schedule_day: an empty one is
--   known to be empty, and where nobody has hours of their own its joins cost nothing
-- schedule_end: the end of every day that somebody works, in working minutes of the schedule since the calendar began
create temp table team_schedule as
select team.team, schedule_team.schedule_id
from (select team from current_ticket union select team from manager) team
join schedule_team on name_key(team.team) = name_key(schedule_team.team);

create temp table company_day as select day, minutes_before, shape from schedule_day where schedule_id = 0;

create temp table team_day as select schedule_id, day, minutes_before, shape from schedule_day where schedule_id > 0;

create temp table schedule_end as
select schedule_id, day, minutes_before + minutes as minute from schedule_day where minutes > 0
