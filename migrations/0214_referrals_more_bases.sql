-- Capability: referrals. What allows sharing may also be a written agreement, or that somebody is to be kept safe. A referral remembers which one it rests on.
alter table referrals.referral drop constraint referral_basis_check;
alter table referrals.referral add constraint referral_basis_check check (basis in ('consent', 'public task', 'sharing agreement', 'vital interests', 'safeguarding'));
alter table referrals.referral add column agreement_id uuid;
alter table referrals.referral add constraint referral_agreement_check check ((basis = 'sharing agreement') = (agreement_id is not null));
alter table referrals.referral add foreign key (place_id, agreement_id) references organisations.sharing_agreement (place_id, agreement_id);
