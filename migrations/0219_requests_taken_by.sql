-- Capability: requests. What an organisation took down, newest first: a group that joined by itself may pass on a few a day.
create index help_request_by_taker on requests.help_request (place_id, taken_by_organisation_id, made_at) where taken_by_organisation_id is not null;
