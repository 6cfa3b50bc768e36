-- The audit trail shows when it was tampered with: each line carries the hash of the one before it (docs/decisions/0022).

-- What a line says in words somebody may have to be forgotten by: the name of whoever acted, and the reason they gave. The chain holds only the seal of them, so
-- that words can be forgotten and the chain stays sound.
create table platform.audit_words (
  place_id  uuid not null,
  -- sha256 of the salt and the words.
  seal      bytea not null,
  kind      text not null check (kind in ('name', 'reason')),
  -- Whose name it is, or who gave the reason; null for nobody who said who they are.
  person_id uuid,
  words     text not null,
  salt      text not null,
  primary key (place_id, seal)
);
create index audit_words_by_person on platform.audit_words (place_id, person_id, kind);
alter table platform.audit_words enable row level security;
alter table platform.audit_words force row level security;
create policy house on platform.audit_words to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select, insert, delete on platform.audit_words to keepitlocal_house;

-- Where each lane of a place stands: whoever writes holds one lane until the end of their transaction, so that they do not all wait for one another.
create table platform.audit_head (
  place_id uuid not null,
  lane     smallint not null,
  -- The number of the last line; 0 before the first.
  seq      bigint not null,
  -- The hash of the last line.
  hash     bytea not null,
  primary key (place_id, lane)
) with (fillfactor = 50);
alter table platform.audit_head enable row level security;
alter table platform.audit_head force row level security;
create policy house on platform.audit_head to keepitlocal_house
  using (place_id = platform.current_place()) with check (place_id = platform.current_place());
grant select, insert, update on platform.audit_head to keepitlocal_house;

-- What was written before there was a chain becomes lane 0 of its place, in the order it was written, and nothing is added to that lane any more. Until the end of
-- this migration the owner sees the rows it changes.
alter table platform.audit_line no force row level security;
alter table platform.audit_words no force row level security;
alter table platform.audit_head no force row level security;

alter table platform.audit_line
  add column lane smallint, add column seq bigint, add column name_seal bytea, add column reason_seal bytea, add column hash bytea;

insert into platform.audit_words (place_id, seal, kind, person_id, words, salt)
select place_id, sha256(convert_to(salt || actor_name, 'UTF8')), 'name', person_id, actor_name, salt
from (
  select place_id, person_id, actor_name, gen_random_uuid()::text as salt
  from (select distinct place_id, person_id, actor_name from platform.audit_line) who offset 0) salted;

create function platform.audit_link(previous bytea, line text) returns bytea language sql immutable
  as $$ select sha256(previous || convert_to(line, 'UTF8')) $$;
create aggregate platform.audit_chain(text) (sfunc = platform.audit_link, stype = bytea, initcond = '');

-- The text of a line is that of src/platform/audit/chain.ts.
with numbered as (
  select l.*, w.seal, row_number() over (partition by l.place_id order by l.acted_at, l.audit_id) as n
  from platform.audit_line l
  join platform.audit_words w on w.place_id = l.place_id and w.kind = 'name' and w.person_id is not distinct from l.person_id and w.words = l.actor_name
), chained as (
  select place_id, audit_id, seal, n, platform.audit_chain(concat_ws(E'\n', place_id, 0, n, audit_id, coalesce(record_id::text, ''), coalesce(person_id::text, ''),
      coalesce(organisation_id::text, ''), encode(seal, 'hex'), '', (extract(epoch from acted_at) * 1000000)::bigint, actor_kind, action))
    over (partition by place_id order by n rows between unbounded preceding and current row) as link
  from numbered
)
update platform.audit_line l set lane = 0, seq = c.n, name_seal = c.seal, hash = c.link
from chained c where c.place_id = l.place_id and c.audit_id = l.audit_id;

drop aggregate platform.audit_chain(text);
drop function platform.audit_link(bytea, text);

insert into platform.audit_head (place_id, lane, seq, hash)
select distinct on (place_id) place_id, 0, seq, hash from platform.audit_line order by place_id, seq desc;

alter table platform.audit_line
  drop column actor_name,
  drop constraint audit_line_pkey,
  alter column lane set not null, alter column seq set not null, alter column name_seal set not null, alter column hash set not null,
  add primary key (place_id, lane, seq),
  -- So that the text of a line of the chain can be read in one way only.
  add check (actor_kind !~ '\n');
-- Who looked at what: what is unusual is told from what somebody usually reads.
create index audit_line_by_person on platform.audit_line (place_id, person_id, acted_at) where person_id is not null;

alter table platform.audit_line force row level security;
alter table platform.audit_words force row level security;
alter table platform.audit_head force row level security;
