-- Capability: commissioning. What was published is read in the order it was told, and by the engagement it came from, as many as are asked for and not all there ever were.
create index publication_in_order on commissioning.publication (place_id, published_at, publication_id);
drop index commissioning.publication_by_time;
create index publication_by_engagement on commissioning.publication (place_id, (document -> 'agreement' ->> 'engagementId'));
create index engagement_in_order on commissioning.engagement (place_id, opened_at, engagement_id);
