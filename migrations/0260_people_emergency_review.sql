-- Capability: people. What was shared without asking, in an emergency, is looked at afterwards by somebody else: who shared it is kept by id, and what was found has a name.
alter table people.disclosure add column decided_by_id uuid;
comment on column people.disclosure.decided_by_id is 'who decided to share, so that nobody looks at their own; null where no person did';
alter table people.disclosure add column review_outcome text
  check (review_outcome in ('right', 'right, but', 'wrong'));
alter table people.disclosure add check ((reviewed_at is null) = (review_outcome is null));
create index disclosure_to_review on people.disclosure (place_id, decided_at) where basis in ('vital interests', 'safeguarding') and reviewed_at is null;
