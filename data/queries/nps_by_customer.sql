-- Grain: one row per customer who answered in the period; one row without a customer for the answers that name none.
-- Columns: promoters, passives, detractors = the customer's answers (the latest scored one of each respondent in the
-- period); revenue = of the twelve months that end with the period (reporting currency, NULL where there is none).
-- Source: kpi.md section 2, one-account-one-vote and revenue-weighted variants; the same answers as nps.
with response as (
    select
        s.customer_id,
        s.score,
        row_number() over (
            partition by s.respondent_key order by s.responded_at desc, s.response_id desc, s.line_no desc
        ) as recency
    from survey_response as s
    join period as p on s.responded_on >= p.period_start and s.responded_on < p.cut_on
    where s.score is not null
),
counted as (
    select
        customer_id,
        count(*) filter (where score >= 9) as promoters,
        count(*) filter (where score in (7, 8)) as passives,
        count(*) filter (where score <= 6) as detractors
    from response
    where recency = 1
    group by customer_id
),
revenue_of_customer as (
    select r.customer_id, cast(sum(r.amount) as double) as revenue
    from revenue_line as r
    join period as p on r.revenue_on >= cast(p.period_end - interval '1' year as date) and r.revenue_on < p.cut_on
    group by r.customer_id
)
select
    c.customer_id,
    c.promoters,
    c.passives,
    c.detractors,
    r.revenue
from counted as c
left join revenue_of_customer as r on r.customer_id = c.customer_id
order by c.customer_id
