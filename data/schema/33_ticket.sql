-- grain: one ticket, its newest version
-- business_minutes: from the two moments where both have a time of day, else as the source counted them; NULL where
--   neither is known (a calendar duration is never taken for a business one)
-- created_business_minute: working minutes since the calendar began, at creation; NULL without a time of day
create table ticket as
with moment as (
    select
        *,
        coalesce(
            first_response_at,
            case when created_at_has_time then created_at + to_seconds(cast(first_response_minutes * 60 as double)) end
        ) as answered_at
    from current_ticket
),
clock as (
    select
        *,
        timezone($timezone, timezone('UTC', created_at)) as created_local,
        timezone($timezone, timezone('UTC', answered_at)) as answered_local
    from moment
),
counted as (
    select
        clock.*,
        case
            when clock.created_at_has_time
                then created_day.minutes_before
                    + case when created_day.is_working then minutes_worked(clock.created_local) else 0 end
        end as created_business_minute,
        case
            when clock.created_at_has_time and (clock.first_response_at is null or clock.first_response_at_has_time)
                then answered_day.minutes_before
                    + case when answered_day.is_working then minutes_worked(clock.answered_local) else 0 end
        end as answered_business_minute
    from clock
    left join working_day created_day on created_day.day = cast(clock.created_local as date)
    left join working_day answered_day on answered_day.day = cast(clock.answered_local as date)
)
select
    fact.ticket_id,
    customer.customer_id,
    customer.customer,
    manager.manager_id,
    manager.manager,
    coalesce(manager.team, fact.team) as team,
    coalesce(customer.region, manager.region) as region,
    customer.segment,
    customer.industry,
    fact.team as support_team,
    fact.channel,
    lower(fact.priority) as priority,
    fact.created_at,
    cast(fact.created_local as date) as created_on,
    fact.first_response_at,
    fact.resolved_at,
    fact.status,
    fact.answered_at is not null
        or fact.first_response_minutes is not null
        or fact.first_response_business_minutes is not null as is_answered,
    fact.answered_at,
    coalesce(
        case
            when fact.created_at_has_time and coalesce(fact.first_response_at_has_time, false)
                then date_diff('microsecond', fact.created_at, fact.first_response_at) / 60000000.0
        end,
        fact.first_response_minutes
    ) as calendar_minutes,
    coalesce(
        case when fact.first_response_at is not null then fact.answered_business_minute - fact.created_business_minute end,
        fact.first_response_business_minutes,
        fact.answered_business_minute - fact.created_business_minute
    ) as business_minutes,
    fact.created_business_minute,
    coalesce(fact.created_at_has_time, false) as has_time,
    fact.load_id,
    fact.file_name,
    fact.sheet,
    fact.line_no
from counted fact
left join customer_link
    on customer_link.given_id is not distinct from fact.customer_id
   and customer_link.given_name is not distinct from fact.customer_name
left join customer on customer.customer_id = customer_link.customer_id
left join manager_link
    on manager_link.given_id is not distinct from fact.manager_id
   and manager_link.given_email is not distinct from fact.manager_email
   and manager_link.given_name is not distinct from fact.manager_name
left join ownership_span span
    on span.customer_id = customer.customer_id
   and span.basis = 'file'
   and span.owned_from <= cast(fact.created_local as date)
   and (span.owned_to is null or span.owned_to > cast(fact.created_local as date))
left join manager on manager.manager_id = coalesce(manager_link.manager_id, span.manager_id, customer.manager_id)
order by fact.created_at, fact.ticket_id
