-- Exclusion constraints on "same id, overlapping time" (btree_gist); indexes on a center's rows and words (btree_gin,
-- pg_trgm). All three are trusted extensions: the database's owner may create them, no superuser is needed.
create extension if not exists btree_gist with schema public;
create extension if not exists btree_gin with schema public;
create extension if not exists pg_trgm with schema public;
