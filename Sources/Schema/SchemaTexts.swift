// Written by scripts/embed.py from Sources/Schema/SQL. Change that, then run the script.
// swift-format-ignore-file

/// The whole schema in order: the files of `SQL`.
package enum SchemaTexts {
  package static let migrations: [(name: String, text: String)] = [
    ("0001-record", #"""
-- Who this database is, and the record of all changes and looks.
CREATE TABLE installation (
  id TEXT PRIMARY KEY,
  schema_version INTEGER NOT NULL,
  created_at TIMESTAMPTZ NOT NULL
);

-- One row an event, chained: see docs/decisions/0002-the-record.md. salt and detail may be blanked
-- together for erasure; the commitment stays and the chain still proves the rest.
CREATE TABLE events (
  n BIGINT PRIMARY KEY,
  happened_at TIMESTAMPTZ NOT NULL,
  account_id TEXT NOT NULL,
  verb TEXT NOT NULL,
  subject TEXT,
  is_look BOOLEAN NOT NULL,
  salt TEXT,
  detail TEXT,
  commitment TEXT NOT NULL CHECK (length(commitment) = 64),
  hash TEXT NOT NULL CHECK (length(hash) = 64),
  CHECK ((salt IS NULL) = (detail IS NULL))
);
CREATE INDEX events_of_subject ON events (subject, n) WHERE subject IS NOT NULL;
CREATE INDEX events_of_account ON events (account_id, n);

CREATE TABLE event_head (
  only_one INTEGER PRIMARY KEY CHECK (only_one = 1),
  n BIGINT NOT NULL,
  hash TEXT NOT NULL CHECK (length(hash) = 64)
);
INSERT INTO event_head (only_one, n, hash)
VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');

"""#),
    ("0002-access", #"""
-- Who may come in, what each role may do, and by what they prove who they are.

-- Roles, verbs and scopes are data: loaded from Reference/roles.csv, role-grants.csv and role-field-groups.csv.
CREATE TABLE roles (
  key TEXT PRIMARY KEY,
  label TEXT NOT NULL UNIQUE
);

CREATE TABLE role_grants (
  role TEXT NOT NULL REFERENCES roles (key),
  verb TEXT NOT NULL,
  scope TEXT NOT NULL CHECK (scope IN ('own', 'team', 'district', 'all')),
  PRIMARY KEY (role, verb)
);

CREATE TABLE role_field_groups (
  role TEXT NOT NULL REFERENCES roles (key),
  field_group TEXT NOT NULL,
  PRIMARY KEY (role, field_group)
);

-- An account without a password and a second factor is not set up, and nobody gets in with it.
CREATE TABLE accounts (
  id TEXT PRIMARY KEY,
  email TEXT NOT NULL UNIQUE CHECK (email <> ''),
  name TEXT NOT NULL CHECK (name <> ''),
  organisation TEXT,
  -- argon2id, as libsodium writes it (a PHC string).
  password_hash TEXT,
  -- Sealed with the server's key.
  totp_secret TEXT,
  created_at TIMESTAMPTZ NOT NULL,
  disabled_at TIMESTAMPTZ,
  version BIGINT NOT NULL CHECK (version >= 1),
  CHECK ((password_hash IS NULL) = (totp_secret IS NULL))
);

CREATE TABLE account_roles (
  account_id TEXT NOT NULL REFERENCES accounts (id),
  role TEXT NOT NULL REFERENCES roles (key),
  valid_from DATE NOT NULL,
  -- The last day on which it holds.
  valid_to DATE,
  PRIMARY KEY (account_id, role, valid_from),
  CHECK (valid_to IS NULL OR valid_to >= valid_from)
);

CREATE TABLE account_districts (
  account_id TEXT NOT NULL REFERENCES accounts (id),
  district_code TEXT NOT NULL,
  PRIMARY KEY (account_id, district_code)
);

-- Links that work once. What is chosen on the way (a password, an authenticator's secret) waits here, and
-- reaches the account only when the second factor has been proved.
CREATE TABLE one_time_links (
  token_hash TEXT PRIMARY KEY CHECK (length(token_hash) = 64),
  account_id TEXT NOT NULL REFERENCES accounts (id),
  purpose TEXT NOT NULL CHECK (purpose IN ('set_up', 'reset', 'authenticator', 'demo')),
  expires_at TIMESTAMPTZ NOT NULL,
  used_at TIMESTAMPTZ,
  password_hash TEXT,
  totp_secret TEXT
);
CREATE INDEX one_time_links_of_account ON one_time_links (account_id);

CREATE TABLE recovery_codes (
  account_id TEXT NOT NULL REFERENCES accounts (id),
  code_hash TEXT NOT NULL CHECK (length(code_hash) = 64),
  used_at TIMESTAMPTZ,
  PRIMARY KEY (account_id, code_hash)
);

-- A step of 30 seconds whose code has been used. Kept for some minutes.
CREATE TABLE totp_used (
  account_id TEXT NOT NULL REFERENCES accounts (id),
  step BIGINT NOT NULL,
  PRIMARY KEY (account_id, step)
);

CREATE TABLE sessions (
  id TEXT PRIMARY KEY,
  token_hash TEXT NOT NULL UNIQUE CHECK (length(token_hash) = 64),
  account_id TEXT NOT NULL REFERENCES accounts (id),
  created_at TIMESTAMPTZ NOT NULL,
  last_seen_at TIMESTAMPTZ NOT NULL,
  ended_at TIMESTAMPTZ,
  device TEXT NOT NULL,
  address TEXT NOT NULL
);
CREATE INDEX sessions_of_account ON sessions (account_id, last_seen_at);

-- Browsers that an account signed in from before. They have a limit of their own.
CREATE TABLE known_devices (
  account_id TEXT NOT NULL REFERENCES accounts (id),
  token_hash TEXT NOT NULL CHECK (length(token_hash) = 64),
  created_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (account_id, token_hash)
);

-- One row a guess, in a bucket named by a keyed hash: no address and no email stands here.
CREATE TABLE sign_in_attempts (
  id TEXT PRIMARY KEY,
  bucket TEXT NOT NULL,
  tried_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX sign_in_attempts_of_bucket ON sign_in_attempts (bucket, tried_at);
CREATE INDEX sign_in_attempts_by_time ON sign_in_attempts (tried_at);

CREATE TABLE access_tokens (
  id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES accounts (id),
  token_hash TEXT NOT NULL UNIQUE CHECK (length(token_hash) = 64),
  expires_at TIMESTAMPTZ NOT NULL,
  revoked_at TIMESTAMPTZ
);
CREATE INDEX access_tokens_of_account ON access_tokens (account_id);

"""#),
    ("0003-places", #"""
-- Districts of the region, as data with dates: another authority loads its own.
CREATE TABLE districts (
  code TEXT PRIMARY KEY CHECK (length(code) = 9),
  name TEXT NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 100),
  valid_from DATE NOT NULL,
  valid_to DATE,
  CHECK (valid_to IS NULL OR valid_to > valid_from)
);

-- Running totals that lists show, kept in the transaction that changes them, so that no page counts rows.
CREATE TABLE counters (
  name TEXT PRIMARY KEY,
  amount BIGINT NOT NULL CHECK (amount >= 0)
);

"""#),
    ("0004-people", #"""
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

"""#),
    ("0005-households", #"""
-- The people who join together: not a family, not an address.
CREATE TABLE households (
  id TEXT PRIMARY KEY,
  reference TEXT NOT NULL UNIQUE CHECK (reference LIKE 'HH-%'),
  district_code TEXT NOT NULL REFERENCES districts (code),
  lead_person_id TEXT NOT NULL REFERENCES people (id),
  state TEXT NOT NULL CHECK (state IN ('open', 'left')),
  opened_on DATE NOT NULL,
  opened_by TEXT NOT NULL REFERENCES accounts (id),
  -- The day of the last contact, or of the opening while there was none.
  quiet_since DATE NOT NULL,
  has_contact BOOLEAN NOT NULL,
  version BIGINT NOT NULL
);
CREATE INDEX households_quiet ON households (state, district_code, quiet_since, id);
CREATE INDEX households_quiet_everywhere ON households (state, quiet_since, id);

CREATE TABLE household_members (
  id TEXT PRIMARY KEY,
  household_id TEXT NOT NULL REFERENCES households (id),
  person_id TEXT NOT NULL REFERENCES people (id),
  referral_id TEXT,
  relationship TEXT,
  -- Who referred them and when, as it was when they joined.
  source TEXT NOT NULL,
  referred_on DATE NOT NULL,
  joined_on DATE NOT NULL,
  left_on DATE CHECK (left_on IS NULL OR left_on >= joined_on)
);
CREATE INDEX household_members_of ON household_members (household_id, joined_on, id);
CREATE UNIQUE INDEX person_in_one_household ON household_members (person_id) WHERE left_on IS NULL;

-- Who works with a household, and since when. One advocate at a time.
CREATE TABLE assignments (
  id TEXT PRIMARY KEY,
  household_id TEXT NOT NULL REFERENCES households (id),
  account_id TEXT NOT NULL REFERENCES accounts (id),
  assigned_by TEXT NOT NULL REFERENCES accounts (id),
  from_on DATE NOT NULL,
  until_on DATE CHECK (until_on IS NULL OR until_on >= from_on)
);
CREATE UNIQUE INDEX one_advocate ON assignments (household_id) WHERE until_on IS NULL;
CREATE INDEX assignments_of_household ON assignments (household_id, from_on, id);
CREATE INDEX assignments_of_account ON assignments (account_id, household_id) WHERE until_on IS NULL;

-- What passed between an advocate and a household. id is made by whoever writes it, so a resend is recognised.
CREATE TABLE contact_notes (
  id TEXT PRIMARY KEY,
  household_id TEXT NOT NULL REFERENCES households (id),
  person_id TEXT REFERENCES people (id),
  kind TEXT NOT NULL CHECK (kind IN ('visit', 'meeting', 'phone', 'message', 'video', 'no-answer')),
  happened_on DATE NOT NULL,
  body TEXT NOT NULL CHECK (length(body) BETWEEN 1 AND 10000),
  created_at TIMESTAMPTZ NOT NULL,
  created_by TEXT NOT NULL REFERENCES accounts (id)
);
CREATE INDEX contact_notes_of ON contact_notes (household_id, happened_on, id);

"""#),
    ("0006-referrals", #"""
-- Rows with one household key from one organisation within 30 days want to join together.
CREATE TABLE referral_groups (
  id TEXT PRIMARY KEY,
  import_id TEXT NOT NULL REFERENCES imports (id),
  organisation_key TEXT NOT NULL,
  household_key TEXT NOT NULL,
  received_on DATE NOT NULL
);
CREATE INDEX referral_groups_by_key ON referral_groups (organisation_key, household_key, received_on);
CREATE INDEX referral_groups_of_import ON referral_groups (import_id);

-- One person referred by one organisation.
CREATE TABLE referrals (
  id TEXT PRIMARY KEY,
  import_id TEXT NOT NULL REFERENCES imports (id),
  person_id TEXT NOT NULL REFERENCES people (id),
  group_id TEXT REFERENCES referral_groups (id),
  organisation TEXT NOT NULL CHECK (length(organisation) BETWEEN 1 AND 200),
  -- The organisation's name without case and spare spaces: one organisation is one.
  organisation_key TEXT NOT NULL,
  external_id TEXT NOT NULL CHECK (length(external_id) BETWEEN 1 AND 200),
  route TEXT NOT NULL,
  referred_on DATE NOT NULL,
  received_at TIMESTAMPTZ NOT NULL,
  relationship TEXT,
  referrer_name TEXT,
  referrer_email TEXT,
  district_code TEXT REFERENCES districts (code),
  -- TRUE when the postcode said so and not the referrer.
  district_suggested BOOLEAN NOT NULL,
  in_work BOOLEAN,
  out_of_work_since DATE,
  benefits TEXT NOT NULL,
  notes TEXT CHECK (notes IS NULL OR length(notes) <= 10000),
  -- What someone must look at: "field code" pairs, separated by semicolons.
  remarks TEXT NOT NULL,
  -- Every value as it was sent, and its digest, by which a second reading is recognised.
  content TEXT NOT NULL,
  content_digest TEXT NOT NULL,
  -- Safety first: by all that was said, and by what everybody with the inbox may see.
  is_urgent BOOLEAN NOT NULL,
  is_openly_urgent BOOLEAN NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'accepted', 'declined')),
  household_id TEXT REFERENCES households (id),
  decided_at TIMESTAMPTZ,
  decided_by TEXT REFERENCES accounts (id),
  decline_reason TEXT,
  decline_note TEXT CHECK (decline_note IS NULL OR length(decline_note) <= 1000),
  version BIGINT NOT NULL,
  UNIQUE (external_id, organisation_key),
  CHECK ((state = 'accepted') = (household_id IS NOT NULL)),
  CHECK ((state = 'declined') = (decline_reason IS NOT NULL)),
  CHECK ((state = 'waiting') = (decided_at IS NULL))
);
CREATE INDEX referrals_inbox ON referrals (district_code, is_urgent DESC, referred_on, id) WHERE state = 'waiting';
CREATE INDEX referrals_open_inbox ON referrals (is_openly_urgent DESC, referred_on, id) WHERE state = 'waiting';
CREATE INDEX referrals_of_group ON referrals (group_id, state) WHERE group_id IS NOT NULL;
CREATE INDEX referrals_of_person ON referrals (person_id);
CREATE INDEX referrals_of_import ON referrals (import_id);

-- The same referral sent again with other content: nothing is overwritten, someone must look.
CREATE TABLE proposed_amendments (
  id TEXT PRIMARY KEY,
  import_id TEXT NOT NULL REFERENCES imports (id),
  referral_id TEXT NOT NULL REFERENCES referrals (id),
  content TEXT NOT NULL,
  content_digest TEXT NOT NULL,
  received_at TIMESTAMPTZ NOT NULL,
  UNIQUE (referral_id, content_digest)
);
CREATE INDEX proposed_amendments_of_import ON proposed_amendments (import_id);

"""#),
    ("0008-duplicates", #"""
-- Who may be one person: the keys by which likely pairs are found, the pairs with what somebody said of them, and
-- the records that were put together. See docs/decisions/0014-finding-duplicates.md and 0020-undoing-a-merge.md.

-- The record that stands for this one since both were put together: never one that was itself put into another.
ALTER TABLE people ADD COLUMN merged_into TEXT REFERENCES people (id);
CREATE INDEX people_merged ON people (merged_into) WHERE merged_into IS NOT NULL;

-- How far the people of an import have been compared with all others, in the order of their ids, and since when all are.
ALTER TABLE imports ADD COLUMN compared_to TEXT;
ALTER TABLE imports ADD COLUMN compared_at TIMESTAMPTZ;
CREATE INDEX imports_uncompared ON imports (id) WHERE compared_at IS NULL;
DROP INDEX people_of_import;
CREATE INDEX people_of_import ON people (import_id, id);

-- Hashes of what two records of one person often share, such as the sounds of two names. Made from people, so that
-- they may be made again at any time.
CREATE TABLE person_keys (
  key BIGINT NOT NULL,
  person_id TEXT NOT NULL REFERENCES people (id),
  PRIMARY KEY (key, person_id)
);
CREATE INDEX person_keys_of ON person_keys (person_id);

-- Two records that look alike, once each, and what a member of staff said. score is in tenths of a point.
CREATE TABLE person_pairs (
  id TEXT PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES people (id),
  other_person_id TEXT NOT NULL REFERENCES people (id),
  score INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'unsure', 'different')),
  found_at TIMESTAMPTZ NOT NULL,
  decided_at TIMESTAMPTZ,
  decided_by TEXT REFERENCES accounts (id),
  reason TEXT CHECK (reason IS NULL OR length(reason) BETWEEN 1 AND 1000),
  version BIGINT NOT NULL,
  UNIQUE (person_id, other_person_id),
  CHECK (person_id <> other_person_id),
  CHECK ((state = 'waiting') = (decided_at IS NULL)),
  CHECK ((decided_at IS NULL) = (decided_by IS NULL)),
  CHECK ((decided_at IS NULL) = (reason IS NULL))
);
CREATE INDEX person_pairs_in_order ON person_pairs (state DESC, score DESC, id);
CREATE INDEX person_pairs_of_other ON person_pairs (other_person_id);

-- One record put into another, and what must be put back when that is undone.
CREATE TABLE person_merges (
  id TEXT PRIMARY KEY,
  kept_person_id TEXT NOT NULL REFERENCES people (id),
  merged_person_id TEXT NOT NULL REFERENCES people (id),
  reason TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 1000),
  merged_at TIMESTAMPTZ NOT NULL,
  merged_on DATE NOT NULL,
  merged_by TEXT NOT NULL REFERENCES accounts (id),
  undone_at TIMESTAMPTZ,
  undone_by TEXT REFERENCES accounts (id),
  undone_reason TEXT CHECK (undone_reason IS NULL OR length(undone_reason) BETWEEN 1 AND 1000),
  -- The how-manieth into this record it is: the last comes out first.
  turn INTEGER NOT NULL CHECK (turn >= 1),
  CHECK (kept_person_id <> merged_person_id),
  CHECK ((undone_at IS NULL) = (undone_by IS NULL)),
  CHECK ((undone_at IS NULL) = (undone_reason IS NULL))
);
CREATE UNIQUE INDEX person_merged_once ON person_merges (merged_person_id) WHERE undone_at IS NULL;
CREATE UNIQUE INDEX person_merges_in_turn ON person_merges (kept_person_id, turn) WHERE undone_at IS NULL;
CREATE INDEX person_merges_latest ON person_merges (merged_at, id);

-- Which rows named the one record and name the other now. row_key finds the row beside the column.
CREATE TABLE person_merge_moves (
  merge_id TEXT NOT NULL REFERENCES person_merges (id),
  table_name TEXT NOT NULL,
  column_name TEXT NOT NULL,
  row_key TEXT NOT NULL,
  PRIMARY KEY (merge_id, table_name, column_name, row_key)
);

-- Which columns of the kept record took another value.
CREATE TABLE person_merge_values (
  merge_id TEXT NOT NULL REFERENCES person_merges (id),
  column_name TEXT NOT NULL,
  before_value TEXT,
  after_value TEXT,
  PRIMARY KEY (merge_id, column_name)
);

INSERT INTO role_grants (role, verb, scope)
SELECT key, 'decide_duplicates', 'district' FROM roles WHERE key = 'team_leader';
INSERT INTO role_grants (role, verb, scope)
SELECT key, 'decide_duplicates', 'all' FROM roles WHERE key = 'programme_manager';

"""#),
  ]
}
