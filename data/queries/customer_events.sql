-- Grain: one row per thing that happened to the customers in scope: an invoice, a ticket, an answer to a survey, a deal, a
-- contract, an activity, a new account manager; the newest first.
-- Columns: event; happened_on = day of the invoice, ticket, answer, close or (open deal) creation, start, or day done or else
-- planned (NULL: not known); until_on = day closed, ended or handed over; from_on = day a closed deal was created; state;
-- details = product, subject, comment, name of the deal, or the manager; amount in the reporting currency; score 0 to 10;
-- hours = business hours to the first answer, or waited so far up to the end of as_of.
-- Source: the tables of the snapshot; where there are no invoices revenue is won deals, which are listed once, as deals.
with as_of_day as (
    select max(as_of) as as_of from period
),
known as (
    select w.schedule_id, max(w.minutes_before + w.minutes) as known_minute
    from schedule_day as w
    join as_of_day as a on w.day <= a.as_of
    group by w.schedule_id
),
document as (
    select
        customer_id,
        revenue_on,
        record_id,
        case when count(distinct product) = 1 then max(product) end as product,
        cast(sum(amount) as double) as amount,
        max(exclusion) as exclusion,
        min(file_name) as file_name,
        min(sheet) as sheet,
        min(line_no) as line_no
    from revenue_line
    where basis = 'invoice'
    group by customer_id, revenue_on, record_id
),
event as (
    select
        'invoice' as event,
        customer_id,
        revenue_on as happened_on,
        cast(null as date) as from_on,
        cast(null as date) as until_on,
        coalesce(exclusion, 'valid') as state,
        record_id,
        product as details,
        amount,
        cast(null as double) as score,
        cast(null as double) as hours,
        file_name,
        sheet,
        line_no
    from document
    union all
    select
        'ticket',
        t.customer_id,
        t.created_on,
        cast(null as date),
        cast(null as date),
        case when t.is_answered then 'answered' when t.resolved_at is null then 'waiting' else 'closed_unanswered' end,
        t.ticket_id,
        t.channel,
        cast(null as double),
        cast(null as double),
        case
            when t.is_answered then cast(t.business_minutes as double) / 60
            when t.resolved_at is null then cast(greatest(0, k.known_minute - t.created_business_minute) as double) / 60
        end,
        t.file_name,
        t.sheet,
        t.line_no
    from ticket as t
    left join known as k on k.schedule_id = t.schedule_id
    union all
    select
        'answer',
        customer_id,
        responded_on,
        cast(null as date),
        cast(null as date),
        case
            when score is null then 'no_score'
            when score >= 9 then 'promoter'
            when score >= 7 then 'passive'
            else 'detractor'
        end,
        response_id,
        comment,
        cast(null as double),
        cast(score as double),
        cast(null as double),
        file_name,
        sheet,
        line_no
    from survey_response
    union all
    select
        'deal',
        customer_id,
        case when stage = 'Open' then coalesce(created_on, close_on) else coalesce(close_on, created_on) end,
        created_on,
        case when stage = 'Open' then close_on end,
        stage,
        deal_id,
        coalesce(deal_name, product),
        cast(amount_reporting as double),
        cast(null as double),
        cast(null as double),
        file_name,
        sheet,
        line_no
    from deal
    union all
    select
        'contract',
        customer_id,
        start_on,
        cast(null as date),
        end_on,
        status,
        contract_id,
        product,
        cast(annual_amount_reporting as double),
        cast(null as double),
        cast(null as double),
        file_name,
        sheet,
        line_no
    from contract
    union all
    select
        'activity',
        customer_id,
        coalesce(done_on, planned_on),
        cast(null as date),
        cast(null as date),
        case
            when done_on is not null then 'done'
            when
                lower(trim(status)) in (
                    'cancelled', 'canceled', 'cancel', 'hủy', 'huỷ', 'đã hủy', 'đã huỷ', 'hủy bỏ', 'huỷ bỏ', 'bị hủy', 'bị huỷ'
                )
                then 'cancelled'
            when
                lower(trim(status)) in (
                    'done', 'completed', 'complete', 'closed', 'hoàn thành', 'đã hoàn thành', 'đã thực hiện', 'đã xong', 'xong'
                )
                then 'done'
            when planned_on < (select as_of from as_of_day) then 'overdue'
            else 'planned'
        end,
        activity_id,
        coalesce(kind || ': ' || subject, subject, kind),
        cast(null as double),
        cast(null as double),
        cast(null as double),
        file_name,
        sheet,
        line_no
    from activity
    union all
    select
        'owner',
        o.customer_id,
        o.owned_from,
        cast(null as date),
        o.owned_to,
        cast(null as varchar),
        o.manager_id,
        o.manager,
        cast(null as double),
        cast(null as double),
        cast(null as double),
        l.file_name,
        l.sheet,
        cast(null as integer)
    from customer_ownership as o
    left join load as l on l.load_id = o.load_id
)
select
    happened_on,
    event,
    state,
    details,
    amount,
    score,
    hours,
    from_on,
    until_on,
    record_id,
    customer_id,
    file_name,
    sheet,
    line_no
from event
where customer_id is not null
order by coalesce(happened_on, date '0001-01-01') desc, event, record_id, line_no
