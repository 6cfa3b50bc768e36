-- Capability: rights. What is held back from forgetting may be a person, an organisation, a need, a complaint or a concern as well as a request.
alter table rights.hold drop constraint hold_what_check;
alter table rights.hold add constraint hold_what_check check (what in ('person', 'request', 'volunteer', 'concern', 'organisation', 'need', 'complaint'));
create index hold_of_place on rights.hold (place_id, put_at);
create index complaint_answered on rights.complaint (place_id, answered_at) where answered_at is not null;
create index data_request_answered on rights.data_request (place_id, answered_at) where answered_at is not null;
