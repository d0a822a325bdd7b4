-- Grain: one row per period and group; one row per period even where no customer had revenue before.
-- Columns (reporting currency): before_revenue = of customers with revenue before, now_revenue = theirs now,
-- kept_revenue = the smaller of the two, customer by customer, added up; n = customers with revenue before;
-- excluded_credited_before = customers whose credit notes before outweighed or matched what they bought;
-- excluded_no_rate = customers with amounts that have no exchange rate.
-- Source: kpi.md section 3. A period that is not over is set against as many working days of the one before.
with day_worked as (
    select p.period_start, count(w.day) as n_days
    from period as p
    left join working_day as w on w.is_working and w.day >= p.period_start and w.day < p.cut_on
    group by p.period_start
),
day_before as (
    select p.period_start, w.day, row_number() over (partition by p.period_start order by w.day) as place
    from period as p
    join working_day as w on w.is_working and w.day >= p.previous_start and w.day < p.period_start
    where p.cut_on < p.period_end
),
compared as (
    select
        p.period_start,
        p.previous_start,
        p.cut_on,
        case
            when p.cut_on >= p.period_end then p.period_start
            when max(b.place) is null
                then least(p.period_start, p.previous_start + cast(date_diff('day', p.period_start, p.cut_on) as integer))
            when max(d.n_days) = 0 then p.previous_start
            when max(d.n_days) >= max(b.place) then p.period_start
            else max(b.day) filter (where b.place = d.n_days) + 1
        end as before_cut
    from period as p
    join day_worked as d on d.period_start = p.period_start
    left join day_before as b on b.period_start = p.period_start
    group by p.period_start, p.period_end, p.previous_start, p.cut_on
),
boundary as (
    select previous_start as day from compared
    union
    select before_cut from compared
    union
    select period_start from compared
    union
    select cut_on from compared
),
spending_day as (
    select distinct active_from as day
    from customer_activity
    where active_from >= (select min(previous_start) from compared) and active_from < (select max(cut_on) from compared)
),
slot_of_day as (
    select s.day, count(b.day) as slot
    from spending_day as s
    left join boundary as b on b.day <= s.day
    group by s.day
),
-- all that was bought between the same two boundaries counts in the same periods
spending as (
    select
        customer_id,
        {dimension} as group_name,
        min(active_from) as day,
        sum(amount) as amount,
        count(*) filter (where amount is null and basis <> 'contract') as n_without_rate
    from customer_activity
    join slot_of_day on slot_of_day.day = active_from
    where amount is not null or basis <> 'contract'
    group by customer_id, {dimension}, slot
),
customer_in_period as (
    select
        c.period_start,
        s.group_name,
        s.customer_id,
        count(*) filter (where s.day < c.period_start) as n_before,
        coalesce(sum(s.amount) filter (where s.day < c.period_start), 0) as amount_before,
        coalesce(sum(s.amount) filter (where s.day >= c.period_start), 0) as amount_now,
        sum(s.n_without_rate) as n_without_rate
    from spending as s
    join compared as c
        on s.day >= c.previous_start and s.day < c.cut_on and (s.day < c.before_cut or s.day >= c.period_start)
    group by c.period_start, s.group_name, s.customer_id
),
retention as (
    select
        period_start,
        group_name,
        sum(amount_before) filter (where amount_before > 0) as before_revenue,
        sum(amount_now) filter (where amount_before > 0) as now_revenue,
        sum(least(amount_now, amount_before)) filter (where amount_before > 0) as kept_revenue,
        count(*) filter (where amount_before > 0) as n,
        count(*) filter (where n_before > 0 and n_without_rate = 0 and amount_before <= 0) as excluded_credited_before,
        count(*) filter (where n_without_rate > 0) as excluded_no_rate
    from customer_in_period
    group by period_start, group_name
)
select
    p.period_start,
    r.group_name,
    cast(r.before_revenue as double) as before_revenue,
    cast(r.now_revenue as double) as now_revenue,
    cast(r.kept_revenue as double) as kept_revenue,
    coalesce(r.n, 0) as n,
    coalesce(r.excluded_credited_before, 0) as excluded_credited_before,
    coalesce(r.excluded_no_rate, 0) as excluded_no_rate
from period as p
left join retention as r on r.period_start = p.period_start
order by p.period_start, r.group_name
