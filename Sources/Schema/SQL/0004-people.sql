-- A reading of partners' referrals: a file, or one referral that came another way. What it brought is
-- visible when it is published, whole, and not before.
CREATE TABLE imports (
  id TEXT PRIMARY KEY,
  source TEXT NOT NULL,
  started_at TIMESTAMPTZ NOT NULL,
  touched_at TIMESTAMPTZ NOT NULL,
  started_by TEXT NOT NULL,
  published_at TIMESTAMPTZ,
  -- Taken for dead: what it left is being cleared away, and it can no longer be published.
  abandoned_at TIMESTAMPTZ,
  CHECK (published_at IS NULL OR abandoned_at IS NULL)
);
CREATE INDEX imports_unpublished ON imports (id) WHERE published_at IS NULL;

-- Residents. name_key is the name in Latin letters without case, accents or order, for finding duplicates.
CREATE TABLE people (
  id TEXT PRIMARY KEY,
  import_id TEXT NOT NULL REFERENCES imports (id),
  full_name TEXT NOT NULL CHECK (length(full_name) BETWEEN 1 AND 200),
  name_key TEXT NOT NULL,
  known_as TEXT,
  date_of_birth DATE NOT NULL,
  phone TEXT,
  email TEXT,
  safe_contact TEXT,
  language TEXT,
  interpreter_needed BOOLEAN,
  address TEXT,
  postcode TEXT,
  no_fixed_address BOOLEAN NOT NULL,
  version BIGINT NOT NULL
);
CREATE INDEX people_born ON people (date_of_birth);
CREATE INDEX people_of_import ON people (import_id);

-- Two records that may be one person. A member of staff decides.
CREATE TABLE person_matches (
  person_id TEXT NOT NULL REFERENCES people (id),
  like_person_id TEXT NOT NULL REFERENCES people (id),
  import_id TEXT NOT NULL REFERENCES imports (id),
  PRIMARY KEY (person_id, like_person_id),
  CHECK (person_id <> like_person_id)
);
CREATE INDEX person_matches_of_import ON person_matches (import_id);

-- Needs by key of the dated list, as the person or their referrer said them. Restricted ones are seen only by
-- roles that have that field group.
CREATE TABLE person_needs (
  person_id TEXT NOT NULL REFERENCES people (id),
  need TEXT NOT NULL,
  is_restricted BOOLEAN NOT NULL,
  PRIMARY KEY (person_id, is_restricted, need)
);
