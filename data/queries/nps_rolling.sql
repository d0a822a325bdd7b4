-- Grain: one row per window; one row per window even where nobody answered. Windows may overlap.
-- Columns: promoters (9-10), passives (7-8), detractors (0-6) = answers; excluded_no_score = blank answers;
-- excluded_repeat_answer = earlier answers of a respondent who answered again within the window.
-- Source: kpi.md section 2; the same rule as nps. An answer counts where the respondent's next one lies past the window:
-- so each answer is put in order once, whatever the number of windows.
with answer as (
    select
        responded_on,
        score,
        lead(responded_on) over (
            partition by respondent_key order by responded_at, response_id, line_no
        ) as next_on
    from survey_response
    where
        score is not null
        and responded_on >= (select min(period_start) from period)
        and responded_on < (select max(cut_on) from period)
),
daily as (
    select
        responded_on,
        next_on,
        count(*) filter (where score >= 9) as promoters,
        count(*) filter (where score in (7, 8)) as passives,
        count(*) filter (where score <= 6) as detractors
    from answer
    group by responded_on, next_on
),
blank as (
    select responded_on, count(*) as n
    from survey_response
    where score is null and responded_on is not null
    group by responded_on
),
counted as (
    select
        p.period_start,
        sum(case when coalesce(d.next_on, p.cut_on) >= p.cut_on then d.promoters else 0 end) as promoters,
        sum(case when coalesce(d.next_on, p.cut_on) >= p.cut_on then d.passives else 0 end) as passives,
        sum(case when coalesce(d.next_on, p.cut_on) >= p.cut_on then d.detractors else 0 end) as detractors,
        sum(case when d.next_on < p.cut_on then d.promoters + d.passives + d.detractors else 0 end) as repeated
    from period as p
    join daily as d on d.responded_on >= p.period_start and d.responded_on < p.cut_on
    group by p.period_start
),
left_blank as (
    select p.period_start, sum(b.n) as n
    from period as p
    join blank as b on b.responded_on >= p.period_start and b.responded_on < p.cut_on
    group by p.period_start
)
select
    p.period_start,
    cast(null as varchar) as group_name,
    coalesce(c.promoters, 0) as promoters,
    coalesce(c.passives, 0) as passives,
    coalesce(c.detractors, 0) as detractors,
    coalesce(b.n, 0) as excluded_no_score,
    coalesce(c.repeated, 0) as excluded_repeat_answer
from period as p
left join counted as c on c.period_start = p.period_start
left join left_blank as b on b.period_start = p.period_start
order by p.period_start
