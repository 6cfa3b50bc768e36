-- The feed that told who a publisher is: another feed that writes the same id may not rename it while the first still has it. Null for those told of here.
alter table directory.publisher add column source text check (source <> '');
update directory.publisher p set source = s.source
from (select distinct on (place_id, publisher_id) place_id, publisher_id, source from directory.listed_service
  where source <> 'this place' order by place_id, publisher_id, last_modified_at nulls last, service_id) s
where s.place_id = p.place_id and s.publisher_id = p.publisher_id and p.organisation_id is null;
