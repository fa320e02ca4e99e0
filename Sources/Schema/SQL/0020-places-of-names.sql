-- Beside each pair of names stand the districts where its person may be found, as bits of a number (Places.swift): most who
-- share a common name are elsewhere, and to ask of each exactly takes longer than all the rest of a search. The bits may
-- say too much and never too little; -1 is anywhere. Part of the key, so that they are read with it.
CREATE TABLE new_search_names (
  word BIGINT NOT NULL,
  other BIGINT NOT NULL,
  person_id TEXT NOT NULL,
  places BIGINT NOT NULL,
  PRIMARY KEY (word, other, person_id, places)
) /* SQLite: WITHOUT ROWID */;
INSERT INTO new_search_names (word, other, person_id, places)
SELECT word, other, person_id, -1 FROM search_names ORDER BY word, other, person_id;
DROP TABLE search_names;
ALTER TABLE new_search_names RENAME TO search_names;
