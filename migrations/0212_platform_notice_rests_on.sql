-- Capability: platform. A notice may say something only as long as what it rests on holds: when that ends before it has left the house, it does not leave.
alter table platform.notice add column rests_on uuid;
create index notice_resting on platform.notice (place_id, rests_on) where rests_on is not null and sent_at is null;
