-- Grain: one row per period and customer active in it; the newest period given only says who is still there.
-- Columns: period_start, customer_id, segment (NULL: not given); is_active_next = 1 where the customer is active in the
-- period after it; first_on = day of the first activity; revenue = of all periods given up to this one (reporting
-- currency, NULL where none is known); n_periods = periods given from the customer's first one up to this one;
-- is_renewal_due = 1 where a contract began twelve months before a day of the period (known beforehand, unlike its end);
-- n_tickets, business_hours, calendar_hours = answered tickets created in the period and their mean first response;
-- n_scores, mean_score = answers to the NPS question (0 to 10).
-- Source: kpi.md sections 1 to 3, one customer at a time. The table period holds periods that follow each other without
-- a gap and have ended.
with numbered as (
    select period_start, period_end, cut_on, as_of, row_number() over (order by period_start) as place from period
),
active as (
    select
        p.place,
        p.period_start,
        a.customer_id,
        cast(sum(a.amount) filter (where a.active_from >= p.period_start) as double) as amount
    from customer_activity as a
    join numbered as p
        on a.active_from < p.cut_on and coalesce(a.active_to, date '9999-12-31') > p.period_start
    where a.customer_id is not null
    group by p.place, p.period_start, a.customer_id
),
first_active as (
    select customer_id, min(active_from) as first_on
    from customer_activity
    where customer_id is not null
    group by customer_id
),
renewal as (
    select distinct c.customer_id, p.place
    from contract as c
    join numbered as p
        on c.start_on >= cast(p.period_start - interval '1' year as date)
        and c.start_on < cast(p.period_end - interval '1' year as date)
    where c.customer_id is not null
),
asked as (
    select
        t.customer_id,
        p.place,
        count(*) as n_tickets,
        avg(cast(t.business_minutes as double)) / 60 as business_hours,
        avg(cast(t.calendar_minutes as double)) / 60 as calendar_hours
    from ticket as t
    join numbered as p on t.created_on >= p.period_start and t.created_on < p.cut_on
    where t.customer_id is not null and t.is_answered and coalesce(t.answered_on <= p.as_of, true)
    group by t.customer_id, p.place
),
scored as (
    select s.customer_id, p.place, count(*) as n_scores, avg(cast(s.score as double)) as mean_score
    from survey_response as s
    join numbered as p on s.responded_on >= p.period_start and s.responded_on < p.cut_on
    where s.customer_id is not null and s.score is not null
    group by s.customer_id, p.place
)
select
    a.period_start,
    a.customer_id,
    c.segment,
    case when n.customer_id is null then 0 else 1 end as is_active_next,
    f.first_on,
    sum(a.amount) over (partition by a.customer_id order by a.place) as revenue,
    a.place - min(a.place) over (partition by a.customer_id) + 1 as n_periods,
    case when r.customer_id is null then 0 else 1 end as is_renewal_due,
    coalesce(t.n_tickets, 0) as n_tickets,
    t.business_hours,
    t.calendar_hours,
    coalesce(s.n_scores, 0) as n_scores,
    s.mean_score
from active as a
join first_active as f on f.customer_id = a.customer_id
left join customer as c on c.customer_id = a.customer_id
left join active as n on n.customer_id = a.customer_id and n.place = a.place + 1
left join renewal as r on r.customer_id = a.customer_id and r.place = a.place
left join asked as t on t.customer_id = a.customer_id and t.place = a.place
left join scored as s on s.customer_id = a.customer_id and s.place = a.place
order by a.period_start, a.customer_id
