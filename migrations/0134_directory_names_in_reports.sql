-- A report of an import keeps the names of what it read; a name that tells a private address goes out of it with the rest.
grant update (name) on directory.import_record to keepitlocal_house;
