-- Grain: one row per kind of record that is loaded.
-- Columns: entity; n = records; first_on, last_on = days of the first and last thing that happened (plans, targets and
-- the close dates of open deals are not things that happened; an answer to a ticket is).
-- Source: where the numbers begin and end.
with zone as (
    select coalesce(max(value), 'UTC') as time_zone from snapshot_info where key = 'timezone'
),
ticket_moment as (
    select
        min(created_on) as first_on,
        max(created_on) as last_on,
        max(answered_at) as answered_at,
        max(resolved_at) as resolved_at
    from ticket
)
select 'revenue' as entity, count(*) as n, min(revenue_on) as first_on, max(revenue_on) as last_on from revenue_line
union all
select
    'deal',
    count(*),
    min(coalesce(created_on, close_on)),
    max(case when stage = 'Open' or close_on is null then created_on else close_on end)
from deal
union all
select 'contract', count(*), min(start_on), max(start_on) from contract
union all
select 'customer_ownership', count(*), min(owned_from), max(owned_from) from customer_ownership
union all
select 'ticket', (select count(*) from ticket), t.first_on, t.last_on from ticket_moment as t
union all
select
    'ticket_answer',
    (select count(*) from ticket where is_answered),
    cast(null as date),
    greatest(
        t.last_on,
        cast(coalesce(t.answered_at, t.resolved_at) at time zone 'UTC' at time zone z.time_zone as date),
        cast(coalesce(t.resolved_at, t.answered_at) at time zone 'UTC' at time zone z.time_zone as date)
    )
from ticket_moment as t
cross join zone as z
union all
select 'survey_response', count(*), min(responded_on), max(responded_on) from survey_response
union all
select 'activity', count(*), min(done_on), max(done_on) from activity
union all
select 'target', count(*), cast(null as date), cast(null as date) from target_line
order by entity
