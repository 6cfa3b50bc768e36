-- What was read lately, whoever read it: lines are written nearly in the order of their time, so an index of a few pages finds them and costs writing nothing.
create index audit_line_by_time on platform.audit_line using brin (acted_at) with (pages_per_range = 16, autosummarize = on);
