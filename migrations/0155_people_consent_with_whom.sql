-- Capability: people. With whom a resident agreed that details are shared. Until now the words spoke of an organisation alone, so what was agreed then covers no volunteer.
alter table people.consent add column with_whom text not null default 'organisation' check (with_whom in ('organisation', 'volunteer', 'either'));
update people.consent set with_whom = 'volunteer' where purpose = 'To get help from a volunteer';
