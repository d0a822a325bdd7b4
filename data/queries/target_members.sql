-- Grain: one row per level and member that a target can be set for.
-- Columns: level = manager, team, region or product; member = its label.
-- Source: the levels of the targets' file.
with member as (
    select 'manager' as level, manager as member from manager
    union
    select 'team', team from manager
    union
    select 'region', region from manager
    union
    select 'product', product from revenue_line
    union
    select level, coalesce(manager, member) from target_line where level <> 'company'
)
select level, member
from member
where member is not null and member <> ''
order by level, member
