-- grain: one account manager, from the managers' file and from every other file that names one
-- manager: the display label, unique; the name, with the id where two share a name
create table manager as
with listed as (
    select coalesce(manager_id, manager_email, manager_name) as manager_key, *
    from current_manager
),
seen as (
    select link.manager_id as manager_key, min(link.given_name) as manager_name, min(link.given_email) as manager_email
    from manager_link link
    where link.manager_id is not null
    group by link.manager_id
),
merged as (
    select
        seen.manager_key as manager_id,
        coalesce(listed.manager_name, seen.manager_name, listed.manager_email, seen.manager_email, seen.manager_key)
            as label,
        coalesce(listed.manager_name, seen.manager_name) as manager_name,
        coalesce(listed.manager_email, seen.manager_email) as manager_email,
        listed.team,
        listed.region,
        listed.started_on,
        listed.left_on,
        listed.manager_key is not null as is_listed,
        listed.load_id,
        listed.file_name,
        listed.sheet,
        listed.line_no
    from seen
    left join listed on listed.manager_key = seen.manager_key
)
select
    manager_id,
    case when count(*) over (partition by label) > 1 then label || ' (' || manager_id || ')' else label end as manager,
    manager_name,
    manager_email,
    team,
    region,
    started_on,
    left_on,
    is_listed,
    load_id,
    file_name,
    sheet,
    line_no
from merged
order by manager_id
