-- Two people who must not meet are recognised when one of them was forgotten and comes again with the same details: of a pair, and of nobody else, keyed hashes are kept.

alter table matching.no_contact
  -- HMAC-SHA-256 by a key of the place over phone, e-mail, name with postcode ("x ..."), name alone and surname with postcode ("p ...").
  add column known_a      text[] not null default '{}',
  add column known_b      text[] not null default '{}',
  -- How the house knew one of them again; null where somebody said it.
  add column recognised   text check (recognised in ('exactly', 'perhaps')),
  -- When somebody said of a pair that was recognised that it is not them: it is not recognised again.
  add column dismissed_at timestamptz,
  add check (dismissed_at is null or recognised is not null);
alter table matching.alert
  drop constraint alert_kind_check,
  add constraint alert_kind_check check (kind in ('read and declined', 'many details read', 'many no answers', 'perhaps kept apart'));
