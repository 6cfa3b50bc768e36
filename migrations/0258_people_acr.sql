-- Capability: people. What an organisation's own sign-in is asked for, and calls it when two proofs were given (OpenID Connect Core 1.0, acr_values and acr).
alter table people.single_sign_on add column levels text[] not null default '{}';
comment on column people.single_sign_on.levels is 'acr values: asked for, and believed to mean two proofs';
