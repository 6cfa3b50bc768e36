-- Capability: organisations. That somebody has met a group or spoken with it is evidence too, of the first level: an informal group that we know.
alter table organisations.evidence drop constraint evidence_kind_check;
alter table organisations.evidence add constraint evidence_kind_check
  check (kind in ('constitution', 'charity number', 'company number', 'public body', 'insurance', 'safeguarding policy', 'contract', 'known before', 'met them'));

-- A stranger may call their group what they like: that a name is taken would tell them who is known here. Names of known organisations stay unique.
alter table organisations.organisation drop constraint organisation_place_id_name_key;
create unique index organisation_known_name on organisations.organisation (place_id, name) where trust = 'known';
create index organisation_by_name on organisations.organisation (place_id, name);
