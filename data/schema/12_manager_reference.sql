-- Every way in which a row names an account manager. Whoever only answers tickets is support staff, not an account
-- manager, unless nothing but tickets names anybody.
-- grain: one distinct (given_id, given_email, given_name)
create temp table manager_reference as
with assigned as (
    select manager_id, manager_email, manager_name from current_manager
    union select manager_id, manager_email, manager_name from loaded.customer
    union select manager_id, manager_email, manager_name from loaded.deal
    union select manager_id, manager_email, manager_name from current_invoice_line
    union select manager_id, manager_email, manager_name from current_activity
),
known as (
    select * from assigned where manager_id is not null or manager_email is not null or manager_name is not null
),
answering as (
    select distinct manager_id, manager_email, manager_name from current_ticket
),
named as (
    select manager_id, manager_email, manager_name from known
    union
    select manager_id, manager_email, manager_name
    from answering
    where (select count(*) from known) = 0
       or manager_id in (select manager_id from known where manager_id is not null)
       or lower(manager_email) in (select lower(manager_email) from known where manager_email is not null)
       or name_key(manager_name) in (select name_key(manager_name) from known where manager_name is not null)
)
select
    manager_id as given_id,
    manager_email as given_email,
    manager_name as given_name,
    lower(manager_email) as email_key,
    coalesce(alias.target_key, name_key(manager_name)) as name_key
from named
left join alias on alias.kind = 'manager' and alias.name_key = name_key(named.manager_name)
where manager_id is not null or manager_email is not null or manager_name is not null
