-- Calls put down in the last seven days: they count towards how often somebody is asked something (src/capabilities/matching/offer-rules.ts).
create index notice_by_hand on platform.notice (place_id, created_at) where channel in ('phone', 'letter');
