-- A referral declined as not what an organisation does, where it is not known which of its entries is meant: for editors to look at, not to be told in public.
alter table directory.reason_to_check drop constraint reason_to_check_reason_check;
alter table directory.reason_to_check add constraint reason_to_check_reason_check check (reason in ('no address', 'no answer', 'mail came back', 'said changed',
  'said stopped', 'referral declined', 'referrals unanswered', 'one of several', 'doubted'));
