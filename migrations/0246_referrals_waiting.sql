-- Help that waits (for the person, for a volunteer, for a part to come) is not help that ended: it says why, and goes on from where it was.
alter table referrals.referral add column waiting_because text check (length(waiting_because) between 1 and 500);
alter table referrals.referral add column waiting_since timestamptz;
alter table referrals.referral add check ((waiting_because is null) = (waiting_since is null));
