-- Grain: one row per deal in scope.
-- Columns: deal_name = as its export calls it, NULL where it does not; customer = the label shown, NULL where none.
-- Source: the table deal of the snapshot.
select deal_id, deal_name, customer
from deal
order by deal_id
