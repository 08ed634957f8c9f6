-- The rows of a batch are emptied some time after it was acknowledged; what was reported, when and with which digest stays.
create index report_batch_with_rows on report_batch (acknowledged_at) where rows <> '';
