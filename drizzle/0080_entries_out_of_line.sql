-- What a search does not read of every entry lies aside: a row is its columns of a few bytes, twenty
-- to a page, and content and tsvector are beside it. A tsvector in the row leaves room for one other
-- on the page and pushes title, tags and hash aside, each a read of its own for every filter.
-- Not compressed: lexemes of 2 KB of text get no smaller by it, and the attempt costs each write.
ALTER TABLE entries
  ALTER COLUMN search SET STORAGE EXTERNAL,
  ALTER COLUMN title SET STORAGE MAIN,
  ALTER COLUMN tags SET STORAGE MAIN,
  ALTER COLUMN content_hash SET STORAGE MAIN,
  ALTER COLUMN content_signature SET STORAGE MAIN,
  ALTER COLUMN content_flags SET STORAGE MAIN;
ALTER TABLE entries SET (toast_tuple_target = 1024);
