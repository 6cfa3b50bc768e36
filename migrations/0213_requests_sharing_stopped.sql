-- Capability: requests. A need also comes back because what allowed its details to be shared has ended.
alter table requests.need drop constraint need_returned_because_check;
alter table requests.need add constraint need_returned_because_check check (returned_because in ('declined', 'expired', 'could not', 'recalled',
  'no volunteer', 'volunteer could not', 'volunteer released', 'volunteer refused', 'volunteers taken back', 'sharing stopped'));
