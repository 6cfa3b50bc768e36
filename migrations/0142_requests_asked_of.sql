-- Who a need was put to: an organisation, or volunteers. Never both at once.
alter table requests.need add column asked_of text check (asked_of in ('organisation', 'volunteers'));
update requests.need set asked_of = 'organisation' where state in ('asked', 'accepted', 'in contact', 'ongoing', 'done');
alter table requests.need drop constraint need_returned_because_check;
alter table requests.need add constraint need_returned_because_check check (returned_because in ('declined', 'expired', 'could not', 'recalled',
  'no volunteer', 'volunteer could not', 'volunteer released', 'volunteer refused', 'volunteers taken back'));
