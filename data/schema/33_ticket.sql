-- grain: one ticket, its newest version
-- schedule_id: by whose hours it is counted: those of the support team or, where the ticket names none, of the
--   manager's team; 0 = the company's, for every team without hours of its own
-- business_minutes: from the two moments where both have a time of day, else as the source counted them; NULL where
--   neither is known (a calendar duration is never taken for a business one)
-- created_local: the moment of creation on the company's clock
-- created_business_minute: working minutes of that schedule since the calendar began, at creation; NULL without a time
--   of day
-- known_on: from which day on its answer is known; that of creation where there is only a duration
-- target_minutes: what was promised for its priority on the day of creation ('' = any other); NULL where nothing was
-- settled_on: from which day on it waits no more: that of its answer, or of its closing without one; NULL where neither is
-- settled_hours, settled_calendar_hours: how long it had waited by then, in business and in calendar hours; closed without
--   an answer, in business hours, at least until that day began; NULL where it waits still or that is not known
-- judged_on, judgement: from which day on its promise is settled, and how: 1 = kept, 0 = broken, 3 = nothing was promised,
--   4 = answered, but not known in business time, 5 = closed without an answer before it was due (it had waited at least
--   until that day began); 2 = not judged, neither answered nor closed
-- missed_on: at the end of which day, had it no answer until then, it has waited longer than was promised; NULL where that
--   does not come before judged_on
create table ticket as
with moment as (
    select
        *,
        coalesce(
            first_response_at,
            case when created_at_has_time then created_at + to_seconds(cast(first_response_minutes * 60 as double)) end
        ) as answered_at,
        created_at_has_time and (first_response_at is null or first_response_at_has_time) as is_answer_timed
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
        created_day.minutes_before + minutes_worked(created_day.shape, clock.created_local) as created_minute,
        answered_day.minutes_before + minutes_worked(answered_day.shape, clock.answered_local) as answered_minute
    from clock
    left join company_day created_day on created_day.day = cast(clock.created_local as date)
    left join company_day answered_day on answered_day.day = cast(clock.answered_local as date)
),
placed as (
    select
        fact.* exclude (customer_id, manager_id, created_minute, answered_minute),
        customer.customer_id,
        customer.customer,
        manager.manager_id,
        manager.manager,
        coalesce(manager.team, fact.team) as own_team,
        coalesce(customer.region, manager.region) as region,
        customer.segment,
        customer.industry,
        coalesce(team_schedule.schedule_id, 0) as schedule_id,
        case
            when fact.created_at_has_time
                then coalesce(
                    created_day.minutes_before + minutes_worked(created_day.shape, fact.created_local),
                    fact.created_minute
                )
        end as created_business_minute,
        case
            when fact.is_answer_timed
                then coalesce(
                    answered_day.minutes_before + minutes_worked(answered_day.shape, fact.answered_local),
                    fact.answered_minute
                )
        end as answered_business_minute
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
    left join team_schedule on team_schedule.team = coalesce(fact.team, manager.team)
    left join team_day created_day
        on created_day.schedule_id = team_schedule.schedule_id and created_day.day = cast(fact.created_local as date)
    left join team_day answered_day
        on answered_day.schedule_id = team_schedule.schedule_id and answered_day.day = cast(fact.answered_local as date)
),
dated as (
    select
        *,
        cast(created_local as date) as created_on,
        lower(priority) as said_priority,
        answered_at is not null
            or first_response_minutes is not null
            or first_response_business_minutes is not null as is_answered,
        cast(timezone($timezone, timezone('UTC', resolved_at)) as date) as resolved_on
    from placed
),
promised as (
    select
        *,
        case when is_answered then coalesce(cast(answered_local as date), created_on) end as known_on,
        coalesce(
            case when first_response_at is not null then answered_business_minute - created_business_minute end,
            first_response_business_minutes,
            answered_business_minute - created_business_minute
        ) as business_minutes,
        coalesce(
            (
                select min(promise.business_minutes)
                from sla_target promise
                where lower(promise.priority) = coalesce(said_priority, '')
                  and promise.valid_from <= created_on
                  and (promise.valid_to is null or promise.valid_to > created_on)
            ),
            (
                select min(promise.business_minutes)
                from sla_target promise
                where promise.priority = ''
                  and promise.valid_from <= created_on
                  and (promise.valid_to is null or promise.valid_to > created_on)
            )
        ) as target_minutes
    from dated
),
closed as (
    select promised.*, closing_day.minutes_before as closed_business_minute
    from promised
    left join schedule_day closing_day
        on closing_day.schedule_id = promised.schedule_id
       and closing_day.day = case when not promised.is_answered then promised.resolved_on end
),
judged as (
    select
        *,
        case
            when target_minutes is null then created_on
            when is_answered then known_on
            else resolved_on
        end as judged_on,
        case
            when target_minutes is null then 3
            when is_answered and business_minutes is null then 4
            when is_answered then if(business_minutes > target_minutes, 0, 1)
            when resolved_on is null then 2
            when greatest(0, closed_business_minute - created_business_minute) > target_minutes then 0
            else 5
        end as judgement,
        created_business_minute + target_minutes as due_minute,
        coalesce(
            case
                when created_at_has_time and coalesce(first_response_at_has_time, false)
                    then date_diff('microsecond', created_at, first_response_at) / 60000000.0
            end,
            first_response_minutes
        ) as calendar_minutes
    from closed
)
select
    ticket_id,
    customer_id,
    customer,
    manager_id,
    manager,
    own_team as team,
    region,
    segment,
    industry,
    team as support_team,
    judged.schedule_id,
    channel,
    said_priority as priority,
    created_at,
    created_local,
    created_on,
    first_response_at,
    resolved_at,
    status,
    is_answered,
    answered_at,
    cast(answered_local as date) as answered_on,
    known_on,
    resolved_on,
    case when is_answered then known_on else resolved_on end as settled_on,
    calendar_minutes,
    business_minutes,
    case
        when is_answered then business_minutes
        when resolved_on is not null then greatest(0, closed_business_minute - created_business_minute)
    end / 60 as settled_hours,
    case
        when is_answered then cast(calendar_minutes as double) / 60
        when created_at_has_time and resolved_at is not null
            then greatest(0, cast(date_diff('second', created_at, resolved_at) as double) / 3600)
    end as settled_calendar_hours,
    created_business_minute,
    target_minutes,
    judged_on,
    cast(judgement as tinyint) as judgement,
    case when judged_on is null or judged_on > working_day_end.day then working_day_end.day end as missed_on,
    coalesce(created_at_has_time, false) as has_time,
    load_id,
    file_name,
    sheet,
    line_no
from judged
asof left join schedule_end working_day_end
    on working_day_end.schedule_id = judged.schedule_id
   and working_day_end.minute > case when judged_on is null or judged_on > created_on then due_minute end
order by created_at, ticket_id
