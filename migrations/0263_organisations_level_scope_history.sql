-- Capability: organisations. What a level may be told can be decided again for the same day: the newest word counts, and every one before it stays.
alter table organisations.level_scope drop constraint level_scope_pkey;
alter table organisations.level_scope add primary key (place_id, level, purpose, from_on, decided_at);
