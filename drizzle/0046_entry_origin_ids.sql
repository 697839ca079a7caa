-- Finds what an entry of elsewhere has become here, for the relations of an import.
CREATE INDEX entry_origins_source_id_idx ON entry_origins (diary_id, (origin ->> 'id'));
