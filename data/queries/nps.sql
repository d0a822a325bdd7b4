-- Grain: one row per period and group; one row per period even where nobody answered.
-- Columns: promoters (9-10), passives (7-8), detractors (0-6) = answers; excluded_no_score = blank answers;
-- excluded_repeat_answer = earlier answers of a respondent who answered again.
-- Source: kpi.md section 2. The latest scored answer of each respondent in the period counts, once, in its own group.
with day_asked as (
    select d.responded_on, p.period_start
    from (select distinct responded_on from survey_response) as d
    join period as p on d.responded_on >= p.period_start and d.responded_on < p.cut_on
),
response as (
    select
        period_start,
        {dimension} as group_name,
        score,
        row_number() over (
            partition by period_start, respondent_key
            order by case when score is null then 1 else 0 end, responded_at desc, response_id desc, line_no desc
        ) as recency
    from survey_response
    join day_asked on day_asked.responded_on = survey_response.responded_on
),
counted as (
    select
        period_start,
        group_name,
        count(*) filter (where recency = 1 and score >= 9) as promoters,
        count(*) filter (where recency = 1 and score in (7, 8)) as passives,
        count(*) filter (where recency = 1 and score <= 6) as detractors,
        count(*) filter (where score is null) as excluded_no_score,
        count(*) filter (where recency > 1 and score is not null) as excluded_repeat_answer
    from response
    group by period_start, group_name
)
select
    p.period_start,
    c.group_name,
    coalesce(c.promoters, 0) as promoters,
    coalesce(c.passives, 0) as passives,
    coalesce(c.detractors, 0) as detractors,
    coalesce(c.excluded_no_score, 0) as excluded_no_score,
    coalesce(c.excluded_repeat_answer, 0) as excluded_repeat_answer
from period as p
left join counted as c on c.period_start = p.period_start
order by p.period_start, c.group_name
