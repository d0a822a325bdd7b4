-- Days on which a customer is active: the day of each valid revenue line, and every day a contract is in force
-- (cancelled contracts and drafts never are).
-- Its dimensions are those of the customer now, so that a hand-over neither loses nor wins a customer.
-- grain: one customer, product and day of revenue lines, or one contract; active_to is exclusive, NULL means open
create table customer_activity as
with spent as (
    select
        customer_id,
        product,
        revenue_on as active_from,
        revenue_on + 1 as active_to,
        sum(amount) as amount,
        basis,
        min(record_id) as record_id,
        min(load_id) as load_id,
        min_by(file_name, line_no) as file_name,
        min_by(sheet, line_no) as sheet,
        min(line_no) as line_no
    from revenue_line
    where customer_id is not null and (exclusion is null or exclusion = 'no_rate')
    group by customer_id, product, revenue_on, basis
),
contracted as (
    select
        customer_id,
        product,
        start_on as active_from,
        end_on + 1 as active_to,
        cast(null as decimal(38, 2)) as amount,
        'contract' as basis,
        contract_id as record_id,
        load_id,
        file_name,
        sheet,
        line_no
    from contract
    where customer_id is not null
      and coalesce(name_key(status), '') not in (
          'cancelled', 'canceled', 'void', 'draft', 'đã hủy', 'đã huỷ', 'hủy', 'huỷ', 'nháp'
      )
)
select
    active.customer_id,
    customer.customer,
    customer.manager_id,
    customer.manager,
    customer.team,
    customer.region,
    customer.segment,
    customer.industry,
    active.product,
    active.active_from,
    cast(active.active_to as date) as active_to,
    active.amount,
    active.basis,
    active.record_id,
    active.load_id,
    active.file_name,
    active.sheet,
    active.line_no
from (select * from spent union all select * from contracted) active
join customer on customer.customer_id = active.customer_id
order by active.active_from, active.customer_id
