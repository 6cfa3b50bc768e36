-- Mail that cannot be delivered is tried more and more slowly and given up in the end; and what links in mail are signed with.

alter table platform.notice
  add column attempts        integer not null default 0 check (attempts >= 0),
  -- Not before this moment; null means at once.
  add column next_attempt_at timestamptz,
  -- Nobody tries any more: it could not be sent.
  add column gave_up_at      timestamptz,
  -- True when the mail server said that there is no such address, so that whatever else knows the address may doubt it.
  add column address_is_wrong boolean not null default false,
  -- Links set under the text, each with its words: [{ "words": "...", "path": "/..." }], below the place.
  add column more_links      jsonb not null default '[]',
  add check (gave_up_at is null or channel = 'email');
drop index platform.notice_unsent;
create index notice_unsent on platform.notice (place_id, channel, created_at) where sent_at is null and gave_up_at is null;
create index notice_given_up on platform.notice (place_id, gave_up_at) where gave_up_at is not null;

-- What a place signs links with (HMAC-SHA-256, RFC 2104): made when first needed, known to the house alone.
create table platform.signing_key (
  place_id uuid not null,
  purpose  text not null,
  key      bytea not null check (length(key) = 32),
  made_at  timestamptz not null,
  primary key (place_id, purpose)
);
alter table platform.signing_key enable row level security;
alter table platform.signing_key force row level security;
create policy house on platform.signing_key to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select, insert on platform.signing_key to keepitlocal_house;
