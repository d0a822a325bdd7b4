-- Grain: one row per cohort and period in which somebody of it was active.
-- Columns: cohort_start = start of the period in which these customers were first active; period_start; n_active =
-- customers of the cohort active in the period; revenue = what they brought in it (reporting currency).
-- Source: kpi.md section 3. The table period holds periods that follow each other without a gap and have ended.
with boundary as (
    select period_start as day from period
    union
    select max(cut_on) as day from period
),
first_day as (
    select distinct active_from as day from customer_activity where active_from < (select max(cut_on) from period)
),
slot_of_day as (
    select f.day, count(b.day) as slot
    from first_day as f
    left join boundary as b on b.day <= f.day
    group by f.day
),
-- all that starts in the same period: only its latest end and its sum matter
activity as (
    select
        a.customer_id,
        min(a.active_from) as active_from,
        max(coalesce(a.active_to, date '9999-12-31')) as active_to,
        sum(a.amount) as amount
    from customer_activity as a
    join slot_of_day as s on s.day = a.active_from
    where a.customer_id is not null
    group by a.customer_id, s.slot
),
customer_in_period as (
    select
        p.period_start,
        a.customer_id,
        sum(case when a.active_from >= p.period_start then a.amount end) as amount
    from activity as a
    join period as p on a.active_from < p.cut_on and a.active_to > p.period_start
    group by p.period_start, a.customer_id
),
placed as (
    select
        period_start,
        min(period_start) over (partition by customer_id) as cohort_start,
        amount
    from customer_in_period
)
select cohort_start, period_start, count(*) as n_active, cast(sum(amount) as double) as revenue
from placed
group by cohort_start, period_start
order by cohort_start, period_start
