-- Capability: requests. Whoever asked for somebody else opens the request by a code to the contact they left.
create index help_request_by_contact on requests.help_request (place_id, lower(on_behalf_contact)) where on_behalf_contact is not null;
