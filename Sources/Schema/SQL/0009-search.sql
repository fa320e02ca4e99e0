-- What search finds people by. Made from people and nothing else, in the transaction that writes them: see
-- docs/decisions/0015-an-index-of-our-own.md. Keys are numbers, because numbers have one order under every collation.

-- One row a person who may be found. words are the parts of the name and of the name they are known by, as folded.
CREATE TABLE search_people (
  person_id TEXT PRIMARY KEY REFERENCES people (id),
  words TEXT NOT NULL,
  -- The last nine digits.
  phone BIGINT CHECK (phone BETWEEN 0 AND 999999999),
  -- Outward part, then inward part, so that all of one outward part are a range.
  postcode BIGINT,
  -- Of the address in small letters.
  email BIGINT
);
CREATE INDEX search_people_phone ON search_people (phone, person_id) WHERE phone IS NOT NULL;
CREATE INDEX search_people_postcode ON search_people (postcode, person_id) WHERE postcode IS NOT NULL;
CREATE INDEX search_people_email ON search_people (email, person_id) WHERE email IS NOT NULL;

-- Every pair of parts of a name, either way round; other is 0 where the name has one part. Rows without their row in
-- search_people find nobody.
CREATE TABLE search_names (
  word BIGINT NOT NULL,
  other BIGINT NOT NULL,
  person_id TEXT NOT NULL,
  PRIMARY KEY (word, other, person_id)
);

-- Every part that some name has, and each of them with one letter left out, by which a slip is found.
CREATE TABLE search_words (
  word TEXT PRIMARY KEY
);
CREATE TABLE search_slips (
  slip BIGINT NOT NULL,
  word TEXT NOT NULL REFERENCES search_words (word),
  PRIMARY KEY (slip, word)
);

-- Whether somebody may be found is asked of many who have a common name: without a look at the whole referral.
DROP INDEX referrals_of_person;
CREATE INDEX referrals_of_person ON referrals (person_id, district_code, import_id);

-- People who were there before search was: taken away as they are filled in.
CREATE TABLE search_unfilled (
  person_id TEXT PRIMARY KEY
);
INSERT INTO search_unfilled (person_id) SELECT id FROM people;

INSERT INTO role_grants (role, verb, scope)
SELECT g.role, 'search', g.scope FROM role_grants g
WHERE g.verb = 'read_households' AND g.role IN ('team_leader', 'programme_manager', 'advocate', 'trainee_advocate', 'safeguarding_lead');
