-- Which account manager each way of naming one means: by id, else by e-mail, else by a name only one has.
-- grain: one distinct (given_id, given_email, given_name)
create temp table manager_link as
with listed as (
    select
        coalesce(manager_id, manager_email, manager_name) as manager_key,
        manager_id,
        lower(manager_email) as email_key,
        name_key(manager_name) as name_key
    from current_manager
),
listed_email as (
    select email_key, min(manager_key) as manager_key
    from listed where email_key is not null group by email_key having count(distinct manager_key) = 1
),
listed_name as (
    select name_key, min(manager_key) as manager_key, count(distinct manager_key) as n_managers
    from listed where name_key is not null group by name_key
),
unlisted as (
    select *, coalesce(given_id, given_email, given_name) as manager_key
    from manager_reference
    where coalesce(given_id, '') not in (select manager_key from listed)
),
unlisted_name as (
    select name_key, min(manager_key) as manager_key
    from unlisted
    where name_key is not null and (given_id is not null or given_email is not null)
    group by name_key having count(distinct manager_key) = 1
),
spelling as (
    select name_key, min(given_name) as manager_key
    from manager_reference where name_key is not null group by name_key
)
select
    reference.given_id,
    reference.given_email,
    reference.given_name,
    case
        when by_id.manager_key is not null then by_id.manager_key
        when by_email.manager_key is not null then by_email.manager_key
        when by_name.n_managers = 1 then by_name.manager_key
        when reference.given_id is not null then reference.given_id
        when reference.given_email is not null then reference.email_key
        when by_name.n_managers > 1 then null
        when unlisted_name.manager_key is not null then unlisted_name.manager_key
        else spelling.manager_key
    end as manager_id,
    by_id.manager_key is not null or by_email.manager_key is not null or coalesce(by_name.n_managers, 0) = 1
        as is_listed,
    coalesce(by_name.n_managers, 0) > 1 and by_id.manager_key is null and by_email.manager_key is null
        and reference.given_id is null and reference.given_email is null as is_ambiguous
from manager_reference reference
left join (select distinct manager_key from listed) by_id on by_id.manager_key = reference.given_id
left join listed_email by_email on by_email.email_key = reference.email_key
left join listed_name by_name on by_name.name_key = reference.name_key
left join unlisted_name on unlisted_name.name_key = reference.name_key
left join spelling on spelling.name_key = reference.name_key
