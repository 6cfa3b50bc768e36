-- Capability: matching. Where the law of another nation decides which check is needed, what was answered there is written down before anybody is asked to help.
alter table matching.task
  add column asked_elsewhere text check (asked_elsewhere in ('not needed', 'needed')),
  add column asked_elsewhere_says text check (length(asked_elsewhere_says) <= 300);
comment on column matching.task.asked_elsewhere is 'null where the rules of England and Wales hold, or nobody has asked';
