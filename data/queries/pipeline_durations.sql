-- Grain: one row per distinct number of days between the day a deal was created and the day it was closed, or as_of.
-- Columns: days; n_won, n_lost = deals closed after so many days, n_open = deals still open after so many.
-- Source: kpi.md section 5; deals without the day of creation, created after as_of, or closed before they were created are
-- left out; a deal marked as closed on a day after as_of, or on no day, does not count as closed at a known time.
with lasting as (
    select
        stage,
        date_diff('day', created_on, case when stage = 'Open' then $as_of else close_on end) as days
    from deal
    where created_on <= $as_of and (stage = 'Open' or close_on <= $as_of)
)
select
    days,
    count(*) filter (where stage = 'Won') as n_won,
    count(*) filter (where stage = 'Lost') as n_lost,
    count(*) filter (where stage = 'Open') as n_open
from lasting
where days >= 0
group by days
order by days
