-- Grain: one row per period, group and score that was given.
-- Columns: score 0 to 10; n = answers (the latest scored one of each respondent in the period).
-- Source: kpi.md section 2; the same answers as nps.
with response as (
    select
        p.period_start,
        {dimension} as group_name,
        score,
        row_number() over (
            partition by p.period_start, respondent_key order by responded_at desc, response_id desc, line_no desc
        ) as recency
    from survey_response
    join period as p on responded_on >= p.period_start and responded_on < p.cut_on
    where score is not null
)
select period_start, group_name, score, count(*) as n
from response
where recency = 1
group by period_start, group_name, score
order by period_start, group_name, score
