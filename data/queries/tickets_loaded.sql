-- Grain: one row: all tickets there are, of any period.
-- Columns: n = tickets; n_unanswered = of those, not answered; n_timed = with a time of day at creation.
-- Source: kpi.md section 1: what cannot be known is said, not guessed.
select
    count(*) as n,
    count(*) filter (where not is_answered) as n_unanswered,
    count(*) filter (where has_time) as n_timed
from ticket
order by n
