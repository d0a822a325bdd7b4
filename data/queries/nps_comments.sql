-- Grain: one row per comment on a scored answer of the period, lowest score first.
-- Columns: score 0 to 10; is_latest = the answer counts in the NPS; revenue = the customer's revenue of the period
-- (reporting currency, NULL where there is none).
-- Source: kpi.md section 2, "the verbatim comments with the accounts behind them".
with response as (
    select
        s.*,
        row_number() over (
            partition by s.respondent_key
            order by case when s.score is null then 1 else 0 end, s.responded_at desc, s.response_id desc, s.line_no desc
        ) as recency
    from survey_response as s
    join period as p on s.responded_on >= p.period_start and s.responded_on < p.cut_on
),
revenue_of_customer as (
    select r.customer_id, cast(sum(r.amount) as double) as revenue
    from revenue_line as r
    join period as p on r.revenue_on >= p.period_start and r.revenue_on < p.cut_on
    group by r.customer_id
)
select
    s.response_id,
    s.customer_id,
    s.customer,
    s.manager,
    s.responded_on,
    s.score,
    s.comment,
    s.recency = 1 as is_latest,
    r.revenue,
    s.file_name,
    s.sheet,
    s.line_no
from response as s
left join revenue_of_customer as r on r.customer_id = s.customer_id
where s.comment is not null and trim(s.comment) <> '' and s.score is not null
order by s.score, s.responded_on desc, s.response_id
