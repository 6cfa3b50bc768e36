-- What plans are made by is how many rows there are and how their keys are spread: reading every description for it took a sixth of an import. The rest is
-- looked at when the database finds the time (autovacuum).
create or replace function directory.settle() returns void
  language plpgsql security definer set search_path = ''
  as $$ begin
    analyze directory.publisher (place_id, publisher_id, organisation_id, joined_into),
      directory.listed_service (place_id, service_id, publisher_id, source, status, assured_on, merged_into),
      directory.service_location (place_id, service_id, location_id, postcode, hidden),
      directory.service_term (place_id, service_id, term_id, taxonomy_id);
  end $$;
