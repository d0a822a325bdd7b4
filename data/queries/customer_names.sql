-- Grain: one row per customer in scope.
-- Columns: customer = the label shown, unique; manager = the owner now.
-- Source: the table customer of the snapshot.
select customer_id, customer, segment, region, manager
from customer
order by customer, customer_id
