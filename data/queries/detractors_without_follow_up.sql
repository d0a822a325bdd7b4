-- Grain: one row per detractor's answer of the period after which nothing is on record; most revenue first.
-- Columns: score 0 to 6; manager = who looks after the customer now, else at the time; days_since = from the answer to
-- the last known day; revenue = of the twelve months that end with the period (reporting currency, NULL where none).
-- Source: kpi.md section 2. Followed up = an activity of the customer planned or done on the day of the answer or later
-- (cancelled and overdue plans are none), a later ticket of the customer, or a later answer of the respondent.
with response as (
    select
        s.*,
        p.as_of,
        row_number() over (
            partition by s.respondent_key order by s.responded_at desc, s.response_id desc, s.line_no desc
        ) as recency
    from survey_response as s
    join period as p on s.responded_on >= p.period_start and s.responded_on < p.cut_on
    where s.score is not null
),
detractor as (
    select * from response where recency = 1 and score <= 6
),
last_activity as (
    select
        a.customer_id,
        max(
            case
                when a.done_on <= p.as_of then a.done_on
                when lower(trim(coalesce(a.status, ''))) not in (
                    'cancelled', 'canceled', 'overdue', 'đã hủy', 'đã huỷ', 'hủy', 'huỷ', 'quá hạn'
                ) then a.planned_on
            end
        ) as last_on
    from activity as a
    cross join period as p
    where a.customer_id in (select customer_id from detractor)
    group by a.customer_id
),
last_ticket as (
    select t.customer_id, max(t.created_on) as last_on
    from ticket as t
    join period as p on t.created_on <= p.as_of
    where t.customer_id in (select customer_id from detractor)
    group by t.customer_id
),
last_answer as (
    select s.respondent_key, max(s.responded_on) as last_on
    from survey_response as s
    join period as p on s.responded_on >= p.period_start and s.responded_on <= p.as_of
    where s.score is not null
    group by s.respondent_key
),
revenue_of_customer as (
    select r.customer_id, cast(sum(r.amount) as double) as revenue
    from revenue_line as r
    join period as p on r.revenue_on >= cast(p.period_end - interval '1' year as date) and r.revenue_on < p.cut_on
    group by r.customer_id
)
select
    d.response_id,
    d.customer_id,
    d.customer,
    d.score,
    d.comment,
    coalesce(c.manager, d.manager) as manager,
    d.responded_on,
    date_diff('day', d.responded_on, d.as_of) as days_since,
    r.revenue,
    d.file_name,
    d.sheet,
    d.line_no
from detractor as d
left join customer as c on c.customer_id = d.customer_id
left join last_activity as a on a.customer_id = d.customer_id
left join last_ticket as t on t.customer_id = d.customer_id
left join last_answer as l on l.respondent_key = d.respondent_key
left join revenue_of_customer as r on r.customer_id = d.customer_id
where
    coalesce(a.last_on, date '1900-01-01') < d.responded_on
    and coalesce(t.last_on, date '1900-01-01') <= d.responded_on
    and coalesce(l.last_on, date '1900-01-01') <= d.responded_on
order by coalesce(r.revenue, 0) desc, d.responded_on, d.response_id
