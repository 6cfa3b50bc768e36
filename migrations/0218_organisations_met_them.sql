-- Capability: organisations. That somebody has met a group or spoken with it is evidence too, of the first level: an informal group that we know.
alter table organisations.evidence drop constraint evidence_kind_check;
alter table organisations.evidence add constraint evidence_kind_check
  check (kind in ('constitution', 'charity number', 'company number', 'public body', 'insurance', 'safeguarding policy', 'contract', 'known before', 'met them'));
