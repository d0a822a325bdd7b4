-- Grain: one row per answer of the period, also those that do not count (their contributions are NULL).
-- Columns: score 0 to 10; exclusion = no_score, repeat_answer or NULL; contribution_numerator = +1 promoter, 0 passive,
-- -1 detractor; contribution_denominator = 1.
-- Source: kpi.md section 2; NPS = 100 * sum of numerators / sum of denominators.
with response as (
    select s.*, case when s.next_scored_on < p.cut_on then 1 else 0 end as is_repeated
    from survey_response as s
    join period as p on s.responded_on >= p.period_start and s.responded_on < p.cut_on
)
select
    response_id,
    customer_id,
    customer,
    manager,
    responded_on,
    score,
    comment,
    case when score is null then 'no_score' when is_repeated = 1 then 'repeat_answer' end as exclusion,
    case
        when score is null or is_repeated = 1 then null
        when score >= 9 then 1
        when score >= 7 then 0
        else -1
    end as contribution_numerator,
    case when score is not null and is_repeated = 0 then 1 end as contribution_denominator,
    file_name,
    sheet,
    line_no
from response
order by responded_on, response_id, file_name, line_no
