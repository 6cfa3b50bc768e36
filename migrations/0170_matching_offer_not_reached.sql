-- An offer that was to be told by phone, and nobody rang before its time was over: nobody was asked, so it is no silence and no contact of theirs.
alter table matching.offer drop constraint offer_state_check;
alter table matching.offer add constraint offer_state_check
  check (state in ('sent', 'yes', 'in reserve', 'no', 'no answer', 'not reached', 'filled', 'taken back'));
