-- The list goes into the index within some write, which waits for it. By its length, of entries with 190 lexemes:
--             entries   processor of the write   of each entry
--   256 kB         57                    26 ms        0.46 ms
--   512 kB        114                    43 ms        0.38 ms
--     1 MB        228                    84 ms        0.37 ms
--     4 MB        912                   285 ms        0.31 ms
ALTER INDEX entries_terms_idx SET (gin_pending_list_limit = 512);
