-- Grain: one row per group and customer with revenue in either of two periods: the earlier and the later one asked for.
-- Columns: movement = new, won_back, lost, expansion, contraction or unchanged; amount_before + amount_change = amount_now
-- (reporting currency). New = never active up to the end of the earlier period; won back = active before that period,
-- not in it; who is new, won back or lost is decided for the customer, more or less for the customer in the group.
-- Source: kpi.md sections 3 and 5.
with compared as (
    select
        min(period_start) as before_start,
        max(case when place = 1 then period_end end) as before_end,
        max(case when place = 1 then cut_on end) as before_cut,
        max(period_start) as now_start,
        max(case when place = n_places then cut_on end) as now_cut
    from (
        select
            period_start,
            period_end,
            cut_on,
            row_number() over (order by period_start) as place,
            count(*) over () as n_places
        from period
    ) as p
),
activity as (
    select
        a.customer_id,
        {dimension} as group_name,
        max(case when coalesce(a.active_to, date '9999-12-31') > c.now_start then 1 else 0 end) as is_now,
        max(
            case
                when a.active_from < c.before_end and coalesce(a.active_to, date '9999-12-31') > c.before_start then 1
                else 0
            end
        ) as is_before,
        max(case when a.active_from < c.before_end then 1 else 0 end) as is_earlier,
        coalesce(
            sum(a.amount) filter (where a.active_from >= c.before_start and a.active_from < c.before_cut), 0
        ) as amount_before,
        coalesce(sum(a.amount) filter (where a.active_from >= c.now_start), 0) as amount_now
    from customer_activity as a
    join compared as c on a.active_from < c.now_cut
    where a.customer_id is not null
    group by a.customer_id, {dimension}
),
known as (
    select
        customer_id,
        group_name,
        amount_before,
        amount_now,
        max(is_now) over (partition by customer_id) as is_now,
        max(is_before) over (partition by customer_id) as is_before,
        max(is_earlier) over (partition by customer_id) as is_earlier
    from activity
)
select
    k.group_name,
    k.customer_id,
    u.customer,
    u.manager,
    case
        when k.is_now = 0 then 'lost'
        when k.is_earlier = 0 then 'new'
        when k.is_before = 0 then 'won_back'
        when k.amount_now > k.amount_before then 'expansion'
        when k.amount_now < k.amount_before then 'contraction'
        else 'unchanged'
    end as movement,
    cast(k.amount_before as double) as amount_before,
    cast(k.amount_now as double) as amount_now,
    cast(k.amount_now - k.amount_before as double) as amount_change
from known as k
left join customer as u on u.customer_id = k.customer_id
where k.amount_before <> 0 or k.amount_now <> 0
order by abs(k.amount_now - k.amount_before) desc, u.customer, k.customer_id, k.group_name
