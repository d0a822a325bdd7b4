-- Which customers a person merged into which: merges of merges are followed to their end, and two that lead back to
-- each other end in one place all the same. A customer that is not in the data merges nothing.
-- A customer known by name only is found by that name however it is spelled, or listed, by now.
-- grain: one customer that counts as another
create temp table customer_merged as
with recursive present as (
    select distinct customer_id from customer_alone where customer_id is not null
),
by_name as (
    select name_key(given_name) as name_key, min(customer_id) as customer_id
    from customer_alone
    where given_id is null and customer_id is not null
    group by name_key(given_name)
),
edge as (
    select distinct
        coalesce(child.customer_id, child_name.customer_id, told.customer_id) as child,
        coalesce(parent.customer_id, parent_name.customer_id, told.into_id) as parent
    from told_merge told
    left join present child on child.customer_id = told.customer_id
    left join by_name child_name
        on child_name.name_key = name_key(told.customer_id)
       and name_key(told.customer_id) = name_key(told.name)
    left join present parent on parent.customer_id = told.into_id
    left join by_name parent_name
        on parent_name.name_key = name_key(told.into_id)
       and name_key(told.into_id) = name_key(told.into_name)
),
tied as (
    select child as one, parent as other from edge
    union
    select parent, child from edge
),
reach (customer_id, member) as (
    select one, other from tied
    union
    select reach.customer_id, tied.other from reach join tied on tied.one = reach.member
),
ranked as (
    select
        reach.customer_id,
        reach.member,
        row_number() over (
            partition by reach.customer_id
            order by
                case when reach.member in (select customer_id from present) then 0 else 1 end,
                case when reach.member in (select child from edge where child <> parent) then 1 else 0 end,
                reach.member
        ) as place
    from reach
)
select ranked.customer_id, ranked.member as into_id
from ranked
join present on present.customer_id = ranked.customer_id
where ranked.place = 1 and ranked.member <> ranked.customer_id
