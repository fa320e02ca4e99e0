-- SQLite keeps a table in the order of its rows and its key beside it. These two are little more than their key, and a
-- long file spends its time on them: there the table is its key. To PostgreSQL it is a comment. Their columns stand in the
-- order of the key: SQLite 3.40.1's check of a file takes others for NULL.
CREATE TABLE new_person_needs (
  person_id TEXT NOT NULL REFERENCES people (id),
  is_restricted BOOLEAN NOT NULL,
  need TEXT NOT NULL,
  PRIMARY KEY (person_id, is_restricted, need)
) /* SQLite: WITHOUT ROWID */;
INSERT INTO new_person_needs (person_id, need, is_restricted)
SELECT person_id, need, is_restricted FROM person_needs ORDER BY person_id, is_restricted, need;
DROP TABLE person_needs;
ALTER TABLE new_person_needs RENAME TO person_needs;

CREATE TABLE new_search_names (
  word BIGINT NOT NULL,
  other BIGINT NOT NULL,
  person_id TEXT NOT NULL,
  PRIMARY KEY (word, other, person_id)
) /* SQLite: WITHOUT ROWID */;
INSERT INTO new_search_names (word, other, person_id)
SELECT word, other, person_id FROM search_names ORDER BY word, other, person_id;
DROP TABLE search_names;
ALTER TABLE new_search_names RENAME TO search_names;
