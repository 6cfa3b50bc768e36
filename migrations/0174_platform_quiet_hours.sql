-- What is written to people waits for the morning, unless they wait for it at that very moment or it cannot wait (src/platform/notify/quiet-hours.ts).

alter table platform.notice
  add column at_night    text not null default 'waits' check (at_night in ('waits', 'answer', 'urgent')),
  -- Not before this moment: 8 in the morning for what was written in the night and waits.
  add column leaves_from timestamptz;
update platform.notice set leaves_from = created_at;
alter table platform.notice alter column leaves_from set not null;
