-- Grain: one row per deal whose day of creation is known, created by the end of the day asked for.
-- Columns: created_on; closed_on = the day it was won or lost (NULL: open on that day); is_won, is_lost; amount = in the
-- reporting currency (NULL where none or no rate); times are of the newest export, amounts too.
-- Source: kpi.md section 5. Left out: deals closed before they were created, and deals closed on no known day.
select
    deal_id,
    created_on,
    case when stage <> 'Open' and close_on <= $as_of then close_on end as closed_on,
    stage = 'Won' and close_on <= $as_of as is_won,
    stage = 'Lost' and close_on <= $as_of as is_lost,
    cast(amount_reporting as double) as amount
from deal
where created_on <= $as_of and (stage = 'Open' or close_on >= created_on)
order by created_on, deal_id
