-- Capability: platform. Notices leave as text messages too, and what opens something (a code) is of use for minutes only.

alter table platform.notice
  drop constraint notice_channel_check,
  drop constraint notice_check,
  add constraint notice_channel_check check (channel in ('email', 'text', 'phone', 'letter')),
  -- What a person does by hand is never given up.
  add constraint notice_given_up_check check (gave_up_at is null or channel in ('email', 'text')),
  -- What it says is of no use from this moment on: it does not leave any more, and nothing of it stays.
  add column ends_at timestamptz;
create index notice_ending on platform.notice (place_id, ends_at) where ends_at is not null and body <> '';

-- The demo's mailbox shows texts where it shows mail.
alter table platform.mailbox_message add column channel text not null default 'email' check (channel in ('email', 'text'));
