-- Capability: platform. A notice that many get may say where a mail program's own "unsubscribe" goes (RFC 8058): a path below the place.
alter table platform.notice add column leave_path text;
