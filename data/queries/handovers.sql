-- Grain: one row per customer, day of the period, account manager who ends and account manager who begins on that day.
-- Columns: handed_on = the day; revenue = the customer's revenue of the period (reporting currency).
-- Source: kpi.md section 4, "hand-overs count on the day they happen". A customer's first owner is no hand-over.
with span as (
    select customer_id, customer, segment, manager_id, manager, team, region, owned_from, owned_to from customer_ownership
),
ended as (
    -- who shares a customer goes on where the stretch with the others ends: that is no end
    select s.*
    from span as s
    join period as p on s.owned_to >= p.period_start and s.owned_to < p.cut_on
    left join span as later
        on later.customer_id = s.customer_id and later.manager_id = s.manager_id and later.owned_from = s.owned_to
    where later.customer_id is null
),
begun as (
    select s.*
    from span as s
    join period as p on s.owned_from >= p.period_start and s.owned_from < p.cut_on
    left join span as earlier
        on earlier.customer_id = s.customer_id and earlier.manager_id = s.manager_id and earlier.owned_to = s.owned_from
    where earlier.customer_id is null
),
earned as (
    select r.customer_id, cast(sum(r.amount) as double) as revenue
    from revenue_line as r
    join period as p on r.revenue_on >= p.period_start and r.revenue_on < p.cut_on
    group by r.customer_id
)
select
    b.owned_from as handed_on,
    b.customer_id,
    b.customer,
    b.segment,
    e.manager_id as from_manager_id,
    e.manager as from_manager,
    e.team as from_team,
    e.region as from_region,
    b.manager_id as to_manager_id,
    b.manager as to_manager,
    b.team as to_team,
    b.region as to_region,
    r.revenue
from begun as b
join ended as e on e.customer_id = b.customer_id and e.owned_to = b.owned_from
left join earned as r on r.customer_id = b.customer_id
order by handed_on, b.customer, b.customer_id, from_manager, to_manager
