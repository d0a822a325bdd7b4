-- What is held back, newest import first.
-- grain: one value for which a row is held back
-- columns: file, sheet, line, entity, column_name, value (original text), reason (code), message, suggestion
-- source: the rows that checking held back, as the import report counts them
select
    file_name as file,
    sheet,
    line_no as line,
    entity,
    column_name,
    value,
    reason,
    message,
    suggestion
from quarantine
order by load_id desc, line_no, column_name
