-- Capability: matching. A yes that waits to be confirmed is work of whoever decides, so their worklist asks for these each time it is opened; there are few, whatever was matched before.
create index match_to_confirm on matching.match (place_id, need_id) where state = 'accepted';
