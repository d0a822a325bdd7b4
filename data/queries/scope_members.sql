-- Grain: one row per dimension and member that a reader may choose.
-- Columns: dimension = manager, team, region or segment; member = its label.
-- Source: the choices of the scope bar and of the command line.
with member as (
    select 'manager' as dimension, manager as member from manager
    union
    select 'team', team from manager
    union
    select 'region', region from manager
    union
    select 'region', region from customer
    union
    select 'segment', segment from customer
)
select dimension, member
from member
where member is not null and member <> ''
order by dimension, member
