-- Grain: one row per period and group; one row per period even where nobody answered.
-- Columns: promoters (9-10), passives (7-8), detractors (0-6) = answers; excluded_no_score = blank answers;
-- excluded_repeat_answer = earlier answers of a respondent who answered again.
-- Source: kpi.md section 2. The latest scored answer of each respondent in the period counts, once, in its own group.
with counted as (
    select
        d.period_start,
        {dimension} as group_name,
        count(*) filter (where score >= 9 and coalesce(next_scored_on >= p.cut_on, true)) as promoters,
        count(*) filter (where score in (7, 8) and coalesce(next_scored_on >= p.cut_on, true)) as passives,
        count(*) filter (where score <= 6 and coalesce(next_scored_on >= p.cut_on, true)) as detractors,
        count(*) filter (where score is null) as excluded_no_score,
        count(*) filter (where next_scored_on < p.cut_on) as excluded_repeat_answer
    from survey_response
    join period_day as d on d.day = survey_response.responded_on
    join period as p on p.period_start = d.period_start
    group by d.period_start, {dimension}
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
