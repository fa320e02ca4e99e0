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
    ("0007-messages", #"""
-- The outbox: what is to be told to somebody, written in the transaction of what it tells about. The id goes out as
-- reference and Message-ID, so it says nothing about anybody.
CREATE TABLE messages (
  id TEXT PRIMARY KEY,
  -- The occasion. Nobody is told twice of the same.
  once TEXT NOT NULL UNIQUE CHECK (length(once) BETWEEN 1 AND 200),
  channel TEXT NOT NULL CHECK (channel IN ('email', 'text')),
  -- The key of Reference/messages.csv.
  kind TEXT NOT NULL CHECK (kind <> ''),
  -- Where it goes, what fills the gaps of its words, and the salt of their commitment. Blanked some time after it ended.
  recipient TEXT,
  contents TEXT,
  salt TEXT,
  -- Set where it goes to somebody whom we help, and their wishes of safe contact hold.
  person_id TEXT REFERENCES people (id),
  -- The id of the record that it tells about.
  about TEXT NOT NULL,
  district_code TEXT REFERENCES districts (code),
  created_at TIMESTAMPTZ NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('created', 'sending', 'delivered', 'temporary_failure',
    'permanent_failure', 'technical_failure', 'held', 'dropped')),
  -- Why it waits, is held or did not arrive, by key of the words.
  problem TEXT,
  tries INTEGER NOT NULL CHECK (tries >= 0),
  first_tried_at TIMESTAMPTZ,
  due_at TIMESTAMPTZ,
  -- Until when the attempt that is going on has it to itself.
  claimed_until TIMESTAMPTZ,
  -- An attempt began and nobody knows how it ended: ask before sending again.
  is_unsure BOOLEAN NOT NULL,
  provider TEXT,
  provider_reference TEXT,
  sent_at TIMESTAMPTZ,
  ended_at TIMESTAMPTZ,
  -- A member of staff read the wishes and sends it all the same.
  is_released BOOLEAN NOT NULL,
  decided_by TEXT REFERENCES accounts (id),
  decision_note TEXT CHECK (decision_note IS NULL OR length(decision_note) <= 1000),
  -- Nothing more is to be done about a failure: it was sent again, or somebody said so.
  settled_at TIMESTAMPTZ,
  CHECK ((state = 'created') = (due_at IS NOT NULL)),
  CHECK (state = 'created' OR claimed_until IS NULL),
  CHECK ((state IN ('created', 'sending', 'held')) = (ended_at IS NULL)),
  CHECK ((contents IS NULL) = (salt IS NULL)),
  CHECK (recipient IS NULL OR contents IS NOT NULL),
  CHECK (recipient IS NOT NULL OR state NOT IN ('created', 'sending')),
  CHECK (state <> 'dropped' OR settled_at IS NOT NULL)
);
-- What the sender takes next.
CREATE INDEX messages_due ON messages (due_at, id) WHERE state = 'created';
-- What waits for a receipt.
CREATE INDEX messages_sending ON messages (sent_at, id) WHERE state = 'sending';
-- The page of messages, by state and newest first.
CREATE INDEX messages_by_state ON messages (state, id);
-- What somebody must look at.
CREATE INDEX messages_unsettled ON messages (id) WHERE settled_at IS NULL
  AND state IN ('temporary_failure', 'permanent_failure', 'technical_failure', 'held');
-- What is to be blanked.
CREATE INDEX messages_ended ON messages (ended_at, id) WHERE contents IS NOT NULL AND ended_at IS NOT NULL;

INSERT INTO role_grants (role, verb, scope) SELECT key, 'read_messages', 'all' FROM roles WHERE key = 'programme_manager';
INSERT INTO role_grants (role, verb, scope) SELECT key, 'read_messages', 'all' FROM roles WHERE key = 'administrator';
INSERT INTO role_grants (role, verb, scope) SELECT key, 'read_messages', 'district' FROM roles WHERE key = 'team_leader';

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
    ("0009-search", #"""
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

"""#),
    ("0010-eligibility", #"""
-- By when a referral is answered, as the rule of its route said on the day it was received, and who answered.
-- Rows from before have no day yet: the server's regular work fills it in.
ALTER TABLE referrals ADD COLUMN answer_by DATE;
-- The day from which programme managers are told.
ALTER TABLE referrals ADD COLUMN escalate_on DATE CHECK ((escalate_on IS NULL) = (answer_by IS NULL));
ALTER TABLE referrals ADD COLUMN acknowledged_at TIMESTAMPTZ;
ALTER TABLE referrals ADD COLUMN acknowledged_by TEXT REFERENCES accounts (id)
  CHECK ((acknowledged_by IS NULL) = (acknowledged_at IS NULL));
-- Why somebody was accepted although the rules did not say yes.
ALTER TABLE referrals ADD COLUMN accepted_because TEXT
  CHECK (accepted_because IS NULL OR (state = 'accepted' AND length(accepted_because) BETWEEN 1 AND 1000));
CREATE INDEX referrals_unanswered ON referrals (answer_by, id)
  WHERE state = 'waiting' AND acknowledged_at IS NULL;
CREATE INDEX referrals_unanswered_of ON referrals (district_code, answer_by, id)
  WHERE state = 'waiting' AND acknowledged_at IS NULL;

-- Answers that were so late that programme managers were told. One row a referral, for ever.
CREATE TABLE escalations (
  referral_id TEXT PRIMARY KEY REFERENCES referrals (id),
  answer_by DATE NOT NULL,
  escalated_at TIMESTAMPTZ NOT NULL
);

-- More time for a household to find another adult, with a reason of the dated list.
CREATE TABLE household_exceptions (
  id TEXT PRIMARY KEY,
  household_id TEXT NOT NULL REFERENCES households (id),
  reason TEXT NOT NULL,
  is_restricted BOOLEAN NOT NULL,
  note TEXT CHECK (note IS NULL OR length(note) BETWEEN 1 AND 1000),
  until_on DATE NOT NULL,
  granted_at TIMESTAMPTZ NOT NULL,
  granted_by TEXT NOT NULL REFERENCES accounts (id),
  ended_at TIMESTAMPTZ,
  ended_by TEXT REFERENCES accounts (id),
  CHECK ((ended_at IS NULL) = (ended_by IS NULL))
);
CREATE UNIQUE INDEX one_exception ON household_exceptions (household_id) WHERE ended_at IS NULL;
CREATE INDEX household_exceptions_of ON household_exceptions (household_id, granted_at, id);

-- A new database has no roles yet, and takes these from the reference data.
INSERT INTO role_grants (role, verb, scope)
  SELECT key, 'grant_exceptions', 'district' FROM roles WHERE key = 'team_leader';
INSERT INTO role_grants (role, verb, scope)
  SELECT key, 'grant_exceptions', 'all' FROM roles WHERE key = 'programme_manager';

"""#),
    ("0011-triage", #"""
-- A withdrawn referral no longer waits and has a reason, as a declined one: its state is 'declined', and this says that
-- the person or the referrer ended it, and not we.
ALTER TABLE referrals ADD COLUMN is_withdrawn BOOLEAN NOT NULL DEFAULT FALSE
  CHECK (is_withdrawn = FALSE OR state = 'declined');

-- How complex somebody's situation is, by the key of the dated list.
ALTER TABLE referrals ADD COLUMN complexity TEXT CHECK (complexity IS NULL OR length(complexity) BETWEEN 1 AND 100);
ALTER TABLE households ADD COLUMN complexity TEXT CHECK (complexity IS NULL OR length(complexity) BETWEEN 1 AND 100);

-- What staff did with a referral, kept although a later act undid it. reason is the key of a dated list: of why it was
-- declined or withdrawn, or of how complex it is.
CREATE TABLE referral_acts (
  id TEXT PRIMARY KEY,
  referral_id TEXT NOT NULL REFERENCES referrals (id),
  kind TEXT NOT NULL CHECK (kind IN ('declined', 'withdrawn', 'reopened', 'transferred', 'placed', 'complexity')),
  happened_at TIMESTAMPTZ NOT NULL,
  account_id TEXT NOT NULL REFERENCES accounts (id),
  reason TEXT,
  note TEXT CHECK (note IS NULL OR length(note) BETWEEN 1 AND 1000),
  from_district TEXT REFERENCES districts (code),
  to_district TEXT REFERENCES districts (code),
  CHECK ((kind IN ('declined', 'withdrawn', 'complexity')) = (reason IS NOT NULL)),
  CHECK ((kind IN ('transferred', 'placed')) = (to_district IS NOT NULL)),
  CHECK (kind <> 'transferred' OR (note IS NOT NULL AND from_district IS NOT NULL AND from_district <> to_district))
);
CREATE INDEX referral_acts_of ON referral_acts (referral_id, happened_at, id);
CREATE INDEX referral_acts_sent ON referral_acts (from_district, happened_at, id) WHERE kind = 'transferred';

-- Those declined before this table was there.
INSERT INTO referral_acts (id, referral_id, kind, happened_at, account_id, reason, note)
SELECT id, id, 'declined', decided_at, decided_by, decline_reason, CASE WHEN decline_note = '' THEN NULL ELSE decline_note END
FROM referrals WHERE state = 'declined' AND decided_by IS NOT NULL;

-- What staff changed about a household, with what it was changed to.
CREATE TABLE household_acts (
  id TEXT PRIMARY KEY,
  household_id TEXT NOT NULL REFERENCES households (id),
  kind TEXT NOT NULL CHECK (kind IN ('moved', 'complexity')),
  happened_at TIMESTAMPTZ NOT NULL,
  account_id TEXT NOT NULL REFERENCES accounts (id),
  from_district TEXT REFERENCES districts (code),
  to_district TEXT REFERENCES districts (code),
  complexity TEXT,
  -- Why; for a move also what the next advocate must know.
  note TEXT CHECK (note IS NULL OR length(note) BETWEEN 1 AND 1000),
  handover TEXT CHECK (handover IS NULL OR length(handover) BETWEEN 1 AND 10000),
  CHECK ((kind = 'complexity') = (complexity IS NOT NULL)),
  CHECK ((kind = 'moved') = (from_district IS NOT NULL AND to_district IS NOT NULL AND handover IS NOT NULL))
);
CREATE INDEX household_acts_of ON household_acts (household_id, happened_at, id);

-- A referral's page says in which households somebody was before.
CREATE INDEX household_members_of_person ON household_members (person_id, joined_on, id);

-- Somebody who can't decide alone asks that a household or a referral moves. decided_in is the district whose leader
-- answers: the one that a household would come to, or the one that a referral would leave.
CREATE TABLE transfer_requests (
  id TEXT PRIMARY KEY,
  household_id TEXT REFERENCES households (id),
  referral_id TEXT REFERENCES referrals (id),
  from_district TEXT NOT NULL REFERENCES districts (code),
  to_district TEXT NOT NULL REFERENCES districts (code),
  decided_in TEXT NOT NULL REFERENCES districts (code),
  reason TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 1000),
  handover TEXT CHECK (handover IS NULL OR length(handover) BETWEEN 1 AND 10000),
  asked_at TIMESTAMPTZ NOT NULL,
  asked_by TEXT NOT NULL REFERENCES accounts (id),
  state TEXT NOT NULL CHECK (state IN ('waiting', 'accepted', 'refused')),
  decided_at TIMESTAMPTZ,
  decided_by TEXT REFERENCES accounts (id),
  answer TEXT CHECK (answer IS NULL OR length(answer) BETWEEN 1 AND 1000),
  CHECK ((household_id IS NULL) <> (referral_id IS NULL)),
  CHECK ((household_id IS NULL) = (handover IS NULL)),
  CHECK ((state = 'waiting') = (decided_at IS NULL)),
  CHECK ((state = 'refused') = (answer IS NOT NULL)),
  CHECK (decided_in = to_district OR decided_in = from_district)
);
CREATE UNIQUE INDEX one_request_of_household ON transfer_requests (household_id) WHERE state = 'waiting';
CREATE UNIQUE INDEX one_request_of_referral ON transfer_requests (referral_id) WHERE state = 'waiting';
CREATE INDEX transfer_requests_waiting ON transfer_requests (decided_in, asked_at, id) WHERE state = 'waiting';
CREATE INDEX transfer_requests_asked ON transfer_requests (asked_by, asked_at, id);

-- What staff noted when they keyed a referral that came by phone, on paper or face to face: how the person agreed to
-- share, under which words, and the name of another adult who would join and must agree alone.
CREATE TABLE keyed_referrals (
  referral_id TEXT PRIMARY KEY REFERENCES referrals (id),
  came_by TEXT NOT NULL CHECK (came_by IN ('phone', 'paper', 'in-person')),
  agreed_by TEXT NOT NULL CHECK (agreed_by IN ('voice', 'paper', 'interpreter')),
  notice TEXT NOT NULL CHECK (length(notice) BETWEEN 1 AND 100),
  another_adult TEXT CHECK (another_adult IS NULL OR length(another_adult) BETWEEN 1 AND 200),
  keyed_at TIMESTAMPTZ NOT NULL,
  keyed_by TEXT NOT NULL REFERENCES accounts (id)
);

-- In a new database the roles are not there yet, and come with these grants.
INSERT INTO role_grants (role, verb, scope) SELECT key, 'key_referrals', 'district' FROM roles WHERE key = 'team_leader';
INSERT INTO role_grants (role, verb, scope) SELECT key, 'key_referrals', 'all' FROM roles WHERE key = 'programme_manager';
INSERT INTO role_grants (role, verb, scope) SELECT key, 'key_referrals', 'own' FROM roles WHERE key = 'advocate';
INSERT INTO role_grants (role, verb, scope) SELECT key, 'key_referrals', 'own' FROM roles WHERE key = 'trainee_advocate';
INSERT INTO role_grants (role, verb, scope) SELECT key, 'request_transfers', 'district' FROM roles WHERE key = 'team_leader';
INSERT INTO role_grants (role, verb, scope) SELECT key, 'request_transfers', 'all' FROM roles WHERE key = 'programme_manager';
INSERT INTO role_grants (role, verb, scope) SELECT key, 'request_transfers', 'own' FROM roles WHERE key = 'advocate';
INSERT INTO role_grants (role, verb, scope) SELECT key, 'request_transfers', 'own' FROM roles WHERE key = 'trainee_advocate';
INSERT INTO role_grants (role, verb, scope) SELECT key, 'decide_transfers', 'district' FROM roles WHERE key = 'team_leader';
INSERT INTO role_grants (role, verb, scope) SELECT key, 'decide_transfers', 'all' FROM roles WHERE key = 'programme_manager';

"""#),
    ("0012-api", #"""
-- What a request was answered that named a key, so that the same request sent again changes nothing and is answered the
-- same. Holds ids and codes, nothing about anybody. Swept after some days.
CREATE TABLE api_answers (
  account_id TEXT NOT NULL REFERENCES accounts (id),
  key TEXT NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
  -- Of the method, the address, the version named and the body.
  request_hash TEXT NOT NULL CHECK (length(request_hash) = 64),
  answered_at TIMESTAMPTZ NOT NULL,
  -- Empty only within the transaction that fills them.
  status INTEGER,
  body TEXT,
  location TEXT,
  version BIGINT,
  PRIMARY KEY (account_id, key)
);
CREATE INDEX api_answers_by_time ON api_answers (answered_at);

-- The API lists the referrals of one organisation as they came.
CREATE INDEX referrals_of_organisation ON referrals (organisation_key, id);

INSERT INTO role_grants (role, verb, scope)
SELECT key, 'send_referrals', 'own' FROM roles WHERE key = 'referrer';

-- Who is told when something changes: ids and kinds of changes only.
CREATE TABLE webhooks (
  id TEXT PRIMARY KEY,
  url TEXT NOT NULL CHECK (length(url) BETWEEN 1 AND 500),
  -- Sealed with the server's key.
  secret TEXT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  created_by TEXT NOT NULL REFERENCES accounts (id),
  ended_at TIMESTAMPTZ
);

CREATE TABLE webhook_kinds (
  kind TEXT NOT NULL,
  webhook_id TEXT NOT NULL REFERENCES webhooks (id),
  PRIMARY KEY (kind, webhook_id)
);

-- One telling of one change to one webhook, written with the change. next_try_at is NULL when there is nothing left to do.
CREATE TABLE webhook_deliveries (
  id TEXT PRIMARY KEY,
  webhook_id TEXT NOT NULL REFERENCES webhooks (id),
  kind TEXT NOT NULL,
  subject TEXT,
  happened_at TIMESTAMPTZ NOT NULL,
  tries INTEGER NOT NULL CHECK (tries >= 0),
  next_try_at TIMESTAMPTZ,
  delivered_at TIMESTAMPTZ,
  given_up_at TIMESTAMPTZ,
  -- What the other side answered last; NULL while it answered nothing.
  last_status INTEGER,
  CHECK (delivered_at IS NULL OR given_up_at IS NULL),
  CHECK ((next_try_at IS NULL) = (delivered_at IS NOT NULL OR given_up_at IS NOT NULL))
);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (next_try_at, id) WHERE next_try_at IS NOT NULL;
CREATE INDEX webhook_deliveries_of ON webhook_deliveries (webhook_id, id);

"""#),
    ("0013-teams", #"""
-- When a colleague is not at work, and who looks after their households meanwhile: from the first day to the last
-- the one who covers sees them. It ends by itself, or when somebody ends it. Why somebody is away is not asked.
CREATE TABLE absences (
  id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES accounts (id),
  kind TEXT NOT NULL,
  from_on DATE NOT NULL,
  until_on DATE NOT NULL CHECK (until_on >= from_on),
  covered_by TEXT REFERENCES accounts (id) CHECK (covered_by <> account_id),
  created_at TIMESTAMPTZ NOT NULL,
  created_by TEXT NOT NULL REFERENCES accounts (id),
  ended_at TIMESTAMPTZ,
  ended_by TEXT REFERENCES accounts (id),
  CHECK ((ended_at IS NULL) = (ended_by IS NULL))
);
CREATE UNIQUE INDEX absences_of_account ON absences (account_id, from_on) WHERE ended_at IS NULL;
CREATE INDEX absences_history ON absences (account_id, id);
CREATE INDEX absences_covered ON absences (covered_by, until_on) WHERE ended_at IS NULL;
CREATE INDEX account_districts_of_district ON account_districts (district_code, account_id);

-- Where somebody works, from when until when, and out of which money. A change is a new row that replaces the old.
CREATE TABLE posts (
  id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES accounts (id),
  district_code TEXT NOT NULL REFERENCES districts (code),
  from_on DATE NOT NULL,
  ends_on DATE CHECK (ends_on IS NULL OR ends_on >= from_on),
  is_fixed_term BOOLEAN NOT NULL,
  funding TEXT NOT NULL CHECK (length(funding) BETWEEN 1 AND 100),
  replaces TEXT UNIQUE REFERENCES posts (id),
  created_at TIMESTAMPTZ NOT NULL,
  created_by TEXT NOT NULL REFERENCES accounts (id),
  replaced_at TIMESTAMPTZ,
  CHECK (is_fixed_term = FALSE OR ends_on IS NOT NULL)
);
CREATE UNIQUE INDEX posts_of_account ON posts (account_id, from_on, district_code) WHERE replaced_at IS NULL;
CREATE INDEX posts_by_end ON posts (ends_on, id) WHERE replaced_at IS NULL AND ends_on IS NOT NULL;

-- A household that goes to another advocate because a post ends, and what the next one must know.
ALTER TABLE assignments ADD COLUMN post_id TEXT REFERENCES posts (id);
ALTER TABLE assignments ADD COLUMN hand_over_note TEXT CHECK (hand_over_note IS NULL OR length(hand_over_note) BETWEEN 1 AND 2000);
CREATE INDEX assignments_of_post ON assignments (post_id) WHERE post_id IS NOT NULL;

-- What is agreed with a household for a day and a time. Nothing is written over: a changed one is replaced by another.
-- account_id is the colleague who goes in place of the household's advocate.
CREATE TABLE appointments (
  id TEXT PRIMARY KEY,
  household_id TEXT NOT NULL REFERENCES households (id),
  person_id TEXT REFERENCES people (id),
  account_id TEXT REFERENCES accounts (id),
  kind TEXT NOT NULL CHECK (kind IN ('visit', 'meeting', 'phone', 'video')),
  starts_at TIMESTAMPTZ NOT NULL,
  -- The day in London.
  on_day DATE NOT NULL,
  place TEXT CHECK (place IS NULL OR length(place) BETWEEN 1 AND 200),
  state TEXT NOT NULL CHECK (state IN ('planned', 'happened', 'missed', 'cancelled', 'changed')),
  was_late BOOLEAN,
  reason TEXT,
  replaces TEXT UNIQUE REFERENCES appointments (id),
  created_at TIMESTAMPTZ NOT NULL,
  created_by TEXT NOT NULL REFERENCES accounts (id),
  settled_at TIMESTAMPTZ,
  settled_by TEXT REFERENCES accounts (id),
  CHECK ((state = 'planned') = (settled_at IS NULL)),
  CHECK ((state = 'planned') = (settled_by IS NULL)),
  CHECK ((state = 'happened') = (was_late IS NOT NULL)),
  CHECK ((state IN ('missed', 'cancelled')) = (reason IS NOT NULL))
);
CREATE INDEX appointments_of_household ON appointments (household_id, on_day, id);
CREATE INDEX appointments_planned ON appointments (household_id, on_day, starts_at) WHERE state = 'planned';
CREATE INDEX appointments_by_day ON appointments (on_day, starts_at, id) WHERE state = 'planned';
CREATE INDEX appointments_of_account ON appointments (account_id, on_day) WHERE state = 'planned' AND account_id IS NOT NULL;

INSERT INTO role_grants (role, verb, scope) SELECT key, 'read_monday', 'district' FROM roles WHERE key = 'team_leader';
INSERT INTO role_grants (role, verb, scope) SELECT key, 'keep_team', 'district' FROM roles WHERE key = 'team_leader';
INSERT INTO role_grants (role, verb, scope) SELECT key, 'plan_absences', 'district' FROM roles WHERE key = 'team_leader';
INSERT INTO role_grants (role, verb, scope) SELECT key, 'plan_visits', 'district' FROM roles WHERE key = 'team_leader';
INSERT INTO role_grants (role, verb, scope) SELECT key, 'read_monday', 'all' FROM roles WHERE key = 'programme_manager';
INSERT INTO role_grants (role, verb, scope) SELECT key, 'keep_team', 'all' FROM roles WHERE key = 'programme_manager';
INSERT INTO role_grants (role, verb, scope) SELECT key, 'plan_absences', 'all' FROM roles WHERE key = 'programme_manager';
INSERT INTO role_grants (role, verb, scope) SELECT key, 'plan_absences', 'own' FROM roles WHERE key = 'advocate';
INSERT INTO role_grants (role, verb, scope) SELECT key, 'plan_visits', 'own' FROM roles WHERE key = 'advocate';
INSERT INTO role_grants (role, verb, scope) SELECT key, 'plan_absences', 'own' FROM roles WHERE key = 'trainee_advocate';
INSERT INTO role_grants (role, verb, scope) SELECT key, 'plan_visits', 'own' FROM roles WHERE key = 'trainee_advocate';

"""#),
    ("0014-invitations", #"""
-- Lists of people who are asked whether we may contact them: where their details come from, under which lawful basis
-- they are asked, and until when. Nobody is asked twice, whatever list they stand on.
CREATE TABLE invitation_lists (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  source TEXT NOT NULL CHECK (length(source) BETWEEN 1 AND 500),
  -- The key of Reference/lawful-bases.csv, and why it fits.
  lawful_basis TEXT NOT NULL CHECK (length(lawful_basis) BETWEEN 1 AND 100),
  basis_note TEXT NOT NULL CHECK (length(basis_note) BETWEEN 1 AND 2000),
  -- NULL for a list of the whole region.
  district_code TEXT REFERENCES districts (code),
  made_on DATE NOT NULL,
  -- The last day on which somebody may be asked.
  ask_until DATE NOT NULL CHECK (ask_until >= made_on),
  made_by TEXT NOT NULL REFERENCES accounts (id)
);
CREATE INDEX invitation_lists_of_district ON invitation_lists (district_code, id);

-- One person on a list. Who says no, or has become known to us in another way, is blanked: what is left is when and how
-- they were asked, and their marks in invited_keys.
CREATE TABLE invitations (
  id TEXT PRIMARY KEY,
  list_id TEXT NOT NULL REFERENCES invitation_lists (id),
  full_name TEXT CHECK (length(full_name) BETWEEN 1 AND 200),
  date_of_birth DATE,
  email TEXT CHECK (email LIKE '%_@_%'),
  mobile TEXT CHECK (mobile LIKE '+%'),
  address TEXT CHECK (length(address) BETWEEN 1 AND 500),
  district_code TEXT NOT NULL REFERENCES districts (code),
  -- How it is safe to reach them, as the list said.
  safe_contact TEXT CHECK (length(safe_contact) BETWEEN 1 AND 500),
  state TEXT NOT NULL CHECK (state IN ('ready', 'asked', 'yes', 'no', 'off', 'known')),
  added_at TIMESTAMPTZ NOT NULL,
  -- An account, or Pierhead itself for a file.
  added_by TEXT NOT NULL,
  way TEXT CHECK (way IN ('email', 'text', 'letter')),
  asked_at TIMESTAMPTZ,
  asked_by TEXT REFERENCES accounts (id),
  -- SHA-256 of the 256 random bits in the link; gone with the answer.
  token_hash TEXT UNIQUE CHECK (length(token_hash) = 64),
  answer_until DATE,
  answered_at TIMESTAMPTZ,
  came_by TEXT CHECK (came_by IN ('link', 'phone', 'post', 'in-person')),
  keyed_by TEXT REFERENCES accounts (id),
  -- A safe way and a good time, as the person said them.
  reach TEXT CHECK (length(reach) BETWEEN 1 AND 500),
  reach_time TEXT CHECK (length(reach_time) BETWEEN 1 AND 500),
  referral_id TEXT UNIQUE REFERENCES referrals (id),
  CHECK ((state IN ('no', 'off', 'known')) = (full_name IS NULL)),
  CHECK (full_name IS NOT NULL OR (date_of_birth IS NULL AND email IS NULL AND mobile IS NULL AND address IS NULL
    AND safe_contact IS NULL AND reach IS NULL AND reach_time IS NULL)),
  CHECK (full_name IS NULL OR email IS NOT NULL OR mobile IS NOT NULL OR address IS NOT NULL),
  CHECK ((asked_at IS NULL) = (way IS NULL) AND (asked_at IS NULL) = (asked_by IS NULL)
    AND (asked_at IS NULL) = (answer_until IS NULL)),
  CHECK ((state = 'asked') = (token_hash IS NOT NULL)),
  CHECK (state <> 'asked' OR asked_at IS NOT NULL),
  CHECK (state NOT IN ('ready', 'known') OR asked_at IS NULL),
  CHECK ((state IN ('yes', 'no', 'off')) = (answered_at IS NOT NULL)),
  CHECK ((answered_at IS NULL) = (came_by IS NULL)),
  CHECK ((came_by IS NOT NULL AND came_by <> 'link') = (keyed_by IS NOT NULL)),
  CHECK ((state = 'yes') = (reach IS NOT NULL)),
  CHECK (referral_id IS NULL OR state = 'yes')
);
CREATE INDEX invitations_of_list ON invitations (list_id, state, id);

-- By what somebody is recognised who was put on a list: keyed hashes of an email address, a mobile number, a name with a
-- date of birth, a name with an address. They stay when the person is blanked, so that nobody asks again.
CREATE TABLE invited_keys (
  key_hash TEXT PRIMARY KEY CHECK (length(key_hash) = 64),
  invitation_id TEXT NOT NULL REFERENCES invitations (id)
);
CREATE INDEX invited_keys_of ON invited_keys (invitation_id);

-- How many were not put on a list, and why. Nobody is named.
CREATE TABLE invitation_left_out (
  list_id TEXT NOT NULL REFERENCES invitation_lists (id),
  reason TEXT NOT NULL CHECK (reason IN ('invited', 'said-no', 'waiting', 'member', 'safe-contact', 'known')),
  amount BIGINT NOT NULL CHECK (amount > 0),
  PRIMARY KEY (list_id, reason)
);

INSERT INTO role_grants (role, verb, scope) SELECT key, 'invite', 'district' FROM roles WHERE key = 'team_leader';
INSERT INTO role_grants (role, verb, scope) SELECT key, 'invite', 'all' FROM roles WHERE key = 'programme_manager';

"""#),
    ("0015-tokens", #"""
-- What a token is for, when and by whom it was made, and when it was last used. Tokens that are older than these columns
-- say nothing of it, and neither does a maker where it was made on the machine.
ALTER TABLE access_tokens ADD COLUMN purpose TEXT CHECK (length(purpose) BETWEEN 1 AND 200);
ALTER TABLE access_tokens ADD COLUMN created_at TIMESTAMPTZ;
ALTER TABLE access_tokens ADD COLUMN made_by TEXT REFERENCES accounts (id);
ALTER TABLE access_tokens ADD COLUMN last_used_at TIMESTAMPTZ;

-- The page of tokens that work: those that end first stand first.
CREATE INDEX access_tokens_that_work ON access_tokens (expires_at, id) WHERE revoked_at IS NULL;

"""#),
    ("0016-clock-messages", #"""
-- When an account was last written to of something: each is told once a day at most.
CREATE INDEX messages_about ON messages (about, kind, created_at);

-- Which advocates, or those who covered for them, were told that the clock of a household ends, and on which day.
CREATE TABLE household_clock_tellings (
  household_id TEXT NOT NULL REFERENCES households (id),
  account_id TEXT NOT NULL REFERENCES accounts (id),
  ends_on DATE NOT NULL,
  told_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (household_id, account_id, ends_on)
);

"""#),
    ("0017-group-sizes", #"""
-- How many of a group wait is counted for each line of the inbox: from the index alone.
DROP INDEX referrals_of_group;
CREATE INDEX referrals_of_group ON referrals (group_id, state, import_id) WHERE group_id IS NOT NULL;

"""#),
    ("0018-tables-in-key-order", #"""
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

"""#),
    ("0019-indexes-of-references", #"""
-- Before a row is taken away, the database asks every table that could refer to it. A file that was cut off is taken away
-- row by row: each of those questions must be answered from an index.
CREATE INDEX person_matches_of_like ON person_matches (like_person_id);
CREATE INDEX households_of_lead ON households (lead_person_id);
CREATE INDEX contact_notes_of_person ON contact_notes (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX messages_of_person ON messages (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX appointments_of_person ON appointments (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX person_merges_of_kept ON person_merges (kept_person_id);
CREATE INDEX person_merges_of_merged ON person_merges (merged_person_id);
CREATE INDEX transfer_requests_of_referral ON transfer_requests (referral_id);

"""#),
    ("0020-places-of-names", #"""
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

"""#),
    ("0021-waiting-while-a-file-is-read", #"""
-- While a file is read, its rows stand in the inbox's index and may not be seen. Where few wait besides, the inbox finds those
-- by their ids, which are older than the file's, and by the imports that were published since.
CREATE INDEX referrals_waiting ON referrals (district_code, id) WHERE state = 'waiting';
CREATE INDEX imports_published ON imports (published_at) WHERE published_at IS NOT NULL;

"""#),
    ("0022-backups", #"""
-- The backups that were made, so that whoever looks after the service sees when the last one was. What they hold
-- and where they are is not known here.
CREATE TABLE backups (
  id TEXT PRIMARY KEY,
  made_at TIMESTAMPTZ NOT NULL,
  -- The number of the last event in it.
  last_event BIGINT NOT NULL CHECK (last_event > 0),
  bytes BIGINT NOT NULL CHECK (bytes > 0),
  -- Of the file, in hex.
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64)
);
CREATE INDEX backups_made ON backups (made_at, id);

"""#),
    ("0023-programme", #"""
-- The programme: what it wants, the work that is done for it, and what is said of that work. No resident stands in it.
-- Whatever stands in it is kept in versions: a change ends one and begins the next, and nothing is written over. What stood
-- at a moment is what had begun by then and had not ended (decision 37). Who changes is an account, or Pierhead itself,
-- which has none.
CREATE TABLE programme_kinds (
  key TEXT PRIMARY KEY,
  -- Whether a thing of this kind belongs to a project.
  is_of_project BOOLEAN NOT NULL,
  UNIQUE (key, is_of_project)
);
INSERT INTO programme_kinds (key, is_of_project) VALUES
  ('frame', FALSE), ('project', FALSE), ('aim', TRUE), ('milestone', TRUE), ('rating', TRUE), ('risk', TRUE), ('source', TRUE);

-- One row for each thing, for ever.
CREATE TABLE programme_items (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  is_of_project BOOLEAN NOT NULL,
  project_id TEXT REFERENCES programme_items (id),
  -- By what a file knows it again: its kind, its project and its words, in small letters.
  file_key TEXT CHECK (file_key IS NULL OR length(file_key) BETWEEN 1 AND 3000),
  created_at TIMESTAMPTZ NOT NULL,
  created_by TEXT NOT NULL,
  FOREIGN KEY (kind, is_of_project) REFERENCES programme_kinds (key, is_of_project),
  CHECK ((project_id IS NOT NULL) = is_of_project)
);
CREATE UNIQUE INDEX programme_items_of_files ON programme_items (file_key) WHERE file_key IS NOT NULL;
CREATE INDEX programme_items_of_project ON programme_items (project_id, kind) WHERE project_id IS NOT NULL;

-- Moves with every change, so that a server knows whether what it has put together still stands.
CREATE TABLE programme_state (
  only_one INTEGER PRIMARY KEY CHECK (only_one = 1),
  changes BIGINT NOT NULL
);
INSERT INTO programme_state (only_one, changes) VALUES (1, 0);

-- Vision, objectives, summary, gates in their order, and standing questions, as the authority words them.
CREATE TABLE frame_versions (
  item_id TEXT NOT NULL REFERENCES programme_items (id),
  project_id TEXT CHECK (project_id IS NULL),
  number INTEGER NOT NULL CHECK (number > 0),
  from_at TIMESTAMPTZ NOT NULL,
  until_at TIMESTAMPTZ CHECK (until_at IS NULL OR until_at >= from_at),
  changed_by TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('person', 'file', 'report')),
  reason TEXT CHECK (reason IS NULL OR length(reason) BETWEEN 1 AND 1000),
  is_archived BOOLEAN NOT NULL,
  sort TEXT NOT NULL CHECK (sort IN ('vision', 'objective', 'summary', 'gate', 'question')),
  workstream TEXT,
  place INTEGER NOT NULL CHECK (place BETWEEN 1 AND 1000),
  words TEXT NOT NULL CHECK (length(words) BETWEEN 1 AND 2000),
  -- A date with its precision, as PlannedDate writes it.
  at_date TEXT CHECK (at_date IS NULL OR length(at_date) BETWEEN 4 AND 20),
  note TEXT CHECK (note IS NULL OR length(note) BETWEEN 1 AND 2000),
  doubt TEXT CHECK (doubt IS NULL OR length(doubt) BETWEEN 1 AND 500),
  PRIMARY KEY (item_id, number),
  CHECK ((sort IN ('objective', 'question')) = (workstream IS NOT NULL))
);
CREATE UNIQUE INDEX frame_versions_standing ON frame_versions (item_id) WHERE until_at IS NULL;
CREATE INDEX frame_versions_ended ON frame_versions (until_at, from_at);

CREATE TABLE project_versions (
  item_id TEXT NOT NULL REFERENCES programme_items (id),
  project_id TEXT CHECK (project_id IS NULL),
  number INTEGER NOT NULL CHECK (number > 0),
  from_at TIMESTAMPTZ NOT NULL,
  until_at TIMESTAMPTZ CHECK (until_at IS NULL OR until_at >= from_at),
  changed_by TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('person', 'file', 'report')),
  reason TEXT CHECK (reason IS NULL OR length(reason) BETWEEN 1 AND 1000),
  is_archived BOOLEAN NOT NULL,
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  workstream TEXT NOT NULL,
  -- Who keeps it up to date.
  owner_id TEXT REFERENCES accounts (id),
  sponsor TEXT CHECK (sponsor IS NULL OR length(sponsor) BETWEEN 1 AND 200),
  board TEXT CHECK (board IS NULL OR length(board) BETWEEN 1 AND 200),
  -- Where it is, in words.
  position TEXT CHECK (position IS NULL OR length(position) BETWEEN 1 AND 4000),
  -- What must come together before it can go ahead, over the short names of its sources.
  viability TEXT CHECK (viability IS NULL OR length(viability) BETWEEN 1 AND 1000),
  doubt TEXT CHECK (doubt IS NULL OR length(doubt) BETWEEN 1 AND 500),
  PRIMARY KEY (item_id, number)
);
CREATE UNIQUE INDEX project_versions_standing ON project_versions (item_id) WHERE until_at IS NULL;
CREATE INDEX project_versions_ended ON project_versions (until_at, from_at);
CREATE INDEX project_versions_of_owner ON project_versions (owner_id) WHERE until_at IS NULL AND owner_id IS NOT NULL;

-- Which objective a project serves.
CREATE TABLE aim_versions (
  item_id TEXT NOT NULL REFERENCES programme_items (id),
  project_id TEXT NOT NULL REFERENCES programme_items (id),
  number INTEGER NOT NULL CHECK (number > 0),
  from_at TIMESTAMPTZ NOT NULL,
  until_at TIMESTAMPTZ CHECK (until_at IS NULL OR until_at >= from_at),
  changed_by TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('person', 'file', 'report')),
  reason TEXT CHECK (reason IS NULL OR length(reason) BETWEEN 1 AND 1000),
  is_archived BOOLEAN NOT NULL,
  objective_id TEXT NOT NULL REFERENCES programme_items (id),
  PRIMARY KEY (item_id, number)
);
CREATE UNIQUE INDEX aim_versions_standing ON aim_versions (item_id) WHERE until_at IS NULL;
CREATE UNIQUE INDEX aim_versions_once ON aim_versions (project_id, objective_id) WHERE until_at IS NULL;
CREATE INDEX aim_versions_ended ON aim_versions (until_at, from_at);
CREATE INDEX aim_versions_of_project ON aim_versions (project_id, from_at);

CREATE TABLE milestone_versions (
  item_id TEXT NOT NULL REFERENCES programme_items (id),
  project_id TEXT NOT NULL REFERENCES programme_items (id),
  number INTEGER NOT NULL CHECK (number > 0),
  from_at TIMESTAMPTZ NOT NULL,
  until_at TIMESTAMPTZ CHECK (until_at IS NULL OR until_at >= from_at),
  changed_by TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('person', 'file', 'report')),
  reason TEXT CHECK (reason IS NULL OR length(reason) BETWEEN 1 AND 1000),
  is_archived BOOLEAN NOT NULL,
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 300),
  -- When it is expected, with the precision that was given, and the first and last day that it may mean.
  due TEXT CHECK (due IS NULL OR length(due) BETWEEN 4 AND 20),
  due_from DATE,
  due_until DATE CHECK (due_until IS NULL OR due_until >= due_from),
  -- What was agreed; a new one counts on and says why.
  baseline TEXT CHECK (baseline IS NULL OR length(baseline) BETWEEN 4 AND 20),
  baseline_from DATE,
  baseline_until DATE CHECK (baseline_until IS NULL OR baseline_until >= baseline_from),
  baseline_number INTEGER NOT NULL CHECK (baseline_number >= 0),
  -- The body that decides.
  body TEXT CHECK (body IS NULL OR length(body) BETWEEN 1 AND 200),
  state TEXT NOT NULL CHECK (state IN ('planned', 'done', 'dropped')),
  done_on DATE,
  doubt TEXT CHECK (doubt IS NULL OR length(doubt) BETWEEN 1 AND 500),
  PRIMARY KEY (item_id, number),
  CHECK ((due IS NULL) = (due_from IS NULL)),
  CHECK ((due IS NULL) = (due_until IS NULL)),
  CHECK ((baseline IS NULL) = (baseline_from IS NULL)),
  CHECK ((baseline IS NULL) = (baseline_until IS NULL)),
  CHECK ((baseline IS NULL) = (baseline_number = 0)),
  CHECK ((state = 'done') = (done_on IS NOT NULL))
);
CREATE UNIQUE INDEX milestone_versions_standing ON milestone_versions (item_id) WHERE until_at IS NULL;
CREATE INDEX milestone_versions_ended ON milestone_versions (until_at, from_at);
CREATE INDEX milestone_versions_of_project ON milestone_versions (project_id, from_at);
CREATE INDEX milestone_versions_due ON milestone_versions (due_until, item_id) WHERE until_at IS NULL;

-- How a project stands in one respect, by a scale in force. No rating is "not rated".
CREATE TABLE rating_versions (
  item_id TEXT NOT NULL REFERENCES programme_items (id),
  project_id TEXT NOT NULL REFERENCES programme_items (id),
  number INTEGER NOT NULL CHECK (number > 0),
  from_at TIMESTAMPTZ NOT NULL,
  until_at TIMESTAMPTZ CHECK (until_at IS NULL OR until_at >= from_at),
  changed_by TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('person', 'file', 'report')),
  reason TEXT CHECK (reason IS NULL OR length(reason) BETWEEN 1 AND 1000),
  is_archived BOOLEAN NOT NULL,
  respect TEXT NOT NULL,
  scale TEXT NOT NULL,
  rating TEXT,
  -- Until when a rating that goes against the facts may stand.
  expires_on DATE,
  -- The month that it was said for.
  period TEXT CHECK (period IS NULL OR length(period) = 7),
  PRIMARY KEY (item_id, number)
);
CREATE UNIQUE INDEX rating_versions_standing ON rating_versions (item_id) WHERE until_at IS NULL;
CREATE UNIQUE INDEX rating_versions_once ON rating_versions (project_id, respect) WHERE until_at IS NULL;
CREATE INDEX rating_versions_ended ON rating_versions (until_at, from_at);
CREATE INDEX rating_versions_of_project ON rating_versions (project_id, from_at);

-- Risks, assumptions, issues, dependencies, decisions and changes. Likelihood and impact are 1 to 5.
CREATE TABLE risk_versions (
  item_id TEXT NOT NULL REFERENCES programme_items (id),
  project_id TEXT NOT NULL REFERENCES programme_items (id),
  number INTEGER NOT NULL CHECK (number > 0),
  from_at TIMESTAMPTZ NOT NULL,
  until_at TIMESTAMPTZ CHECK (until_at IS NULL OR until_at >= from_at),
  changed_by TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('person', 'file', 'report')),
  reason TEXT CHECK (reason IS NULL OR length(reason) BETWEEN 1 AND 1000),
  is_archived BOOLEAN NOT NULL,
  sort TEXT NOT NULL CHECK (sort IN ('risk', 'assumption', 'issue', 'dependency', 'decision', 'change')),
  words TEXT NOT NULL CHECK (length(words) BETWEEN 1 AND 1000),
  likelihood INTEGER CHECK (likelihood BETWEEN 1 AND 5),
  impact INTEGER CHECK (impact BETWEEN 1 AND 5),
  -- With the response in place.
  likelihood_after INTEGER CHECK (likelihood_after BETWEEN 1 AND 5),
  impact_after INTEGER CHECK (impact_after BETWEEN 1 AND 5),
  proximity TEXT CHECK (proximity IN ('now', 'quarter', 'year', 'later')),
  response TEXT CHECK (response IN ('avoid', 'reduce', 'transfer', 'accept', 'share')),
  response_words TEXT CHECK (response_words IS NULL OR length(response_words) BETWEEN 1 AND 2000),
  owner TEXT CHECK (owner IS NULL OR length(owner) BETWEEN 1 AND 200),
  action_owner TEXT CHECK (action_owner IS NULL OR length(action_owner) BETWEEN 1 AND 200),
  state TEXT NOT NULL CHECK (state IN ('open', 'closed')),
  is_escalated BOOLEAN NOT NULL,
  doubt TEXT CHECK (doubt IS NULL OR length(doubt) BETWEEN 1 AND 500),
  PRIMARY KEY (item_id, number),
  CHECK ((likelihood IS NULL) = (impact IS NULL)),
  CHECK ((likelihood_after IS NULL) = (impact_after IS NULL)),
  CHECK (likelihood_after IS NULL OR likelihood IS NOT NULL),
  CHECK (response_words IS NULL OR response IS NOT NULL)
);
CREATE UNIQUE INDEX risk_versions_standing ON risk_versions (item_id) WHERE until_at IS NULL;
CREATE INDEX risk_versions_ended ON risk_versions (until_at, from_at);
CREATE INDEX risk_versions_of_project ON risk_versions (project_id, from_at);

-- Where a project's money comes from, in whole pence.
CREATE TABLE source_versions (
  item_id TEXT NOT NULL REFERENCES programme_items (id),
  project_id TEXT NOT NULL REFERENCES programme_items (id),
  number INTEGER NOT NULL CHECK (number > 0),
  from_at TIMESTAMPTZ NOT NULL,
  until_at TIMESTAMPTZ CHECK (until_at IS NULL OR until_at >= from_at),
  changed_by TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('person', 'file', 'report')),
  reason TEXT CHECK (reason IS NULL OR length(reason) BETWEEN 1 AND 1000),
  is_archived BOOLEAN NOT NULL,
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  -- By what the rule for viability names it.
  short_name TEXT CHECK (short_name IS NULL OR length(short_name) BETWEEN 1 AND 30),
  amount_pence BIGINT CHECK (amount_pence BETWEEN 0 AND 100000000000000),
  match_pence BIGINT CHECK (match_pence BETWEEN 0 AND 100000000000000),
  -- Null where nothing is known, or only in words.
  state TEXT CHECK (state IN ('secured', 'unconfirmed', 'exploring', 'lost')),
  state_note TEXT CHECK (state_note IS NULL OR length(state_note) BETWEEN 1 AND 500),
  restrictions TEXT CHECK (restrictions IS NULL OR length(restrictions) BETWEEN 1 AND 1000),
  decided TEXT CHECK (decided IS NULL OR length(decided) BETWEEN 4 AND 20),
  decided_from DATE,
  decided_until DATE CHECK (decided_until IS NULL OR decided_until >= decided_from),
  -- In percent.
  probability INTEGER CHECK (probability BETWEEN 0 AND 100),
  -- Whether people outside have been told to expect it.
  is_expected_in_public BOOLEAN NOT NULL,
  doubt TEXT CHECK (doubt IS NULL OR length(doubt) BETWEEN 1 AND 500),
  PRIMARY KEY (item_id, number),
  CHECK ((decided IS NULL) = (decided_from IS NULL)),
  CHECK ((decided IS NULL) = (decided_until IS NULL))
);
CREATE UNIQUE INDEX source_versions_standing ON source_versions (item_id) WHERE until_at IS NULL;
CREATE UNIQUE INDEX source_versions_short ON source_versions (project_id, short_name) WHERE until_at IS NULL AND short_name IS NOT NULL;
CREATE INDEX source_versions_ended ON source_versions (until_at, from_at);
CREATE INDEX source_versions_of_project ON source_versions (project_id, from_at);

-- Files of the programme that were read.
CREATE TABLE programme_files (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 255),
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  stands_from DATE NOT NULL,
  lines INTEGER NOT NULL,
  rejected INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  read_at TIMESTAMPTZ NOT NULL,
  read_by TEXT NOT NULL
);

INSERT INTO role_grants (role, verb, scope) SELECT key, 'read_programme', 'all' FROM roles
  WHERE key IN ('programme_office', 'board_member', 'programme_manager', 'engagement_lead', 'analyst', 'action_owner');
INSERT INTO role_grants (role, verb, scope) SELECT key, 'keep_programme', 'all' FROM roles WHERE key = 'programme_office';
INSERT INTO role_grants (role, verb, scope) SELECT key, 'update_projects', 'all' FROM roles WHERE key = 'programme_office';
INSERT INTO role_grants (role, verb, scope) SELECT key, 'update_projects', 'own' FROM roles WHERE key = 'action_owner';

"""#),
    ("0024-highlight-reports", #"""
-- Highlight reports: what a project's owner says of a month, approved by the programme office and frozen then (decision 40).
INSERT INTO programme_kinds (key, is_of_project) VALUES ('report', TRUE);

-- A report exactly as it was approved, with the lists of that moment, as JSON. Nothing changes it, and nothing takes it away
-- while an approved version names it.
CREATE TABLE report_snapshots (
  item_id TEXT PRIMARY KEY REFERENCES programme_items (id),
  digest TEXT NOT NULL CHECK (length(digest) = 64),
  content TEXT NOT NULL CHECK (content <> ''),
  UNIQUE (item_id, digest)
);

CREATE TABLE report_versions (
  item_id TEXT NOT NULL REFERENCES programme_items (id),
  project_id TEXT NOT NULL REFERENCES programme_items (id),
  number INTEGER NOT NULL CHECK (number > 0),
  from_at TIMESTAMPTZ NOT NULL,
  until_at TIMESTAMPTZ CHECK (until_at IS NULL OR until_at >= from_at),
  changed_by TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('person', 'file', 'report')),
  reason TEXT CHECK (reason IS NULL OR length(reason) BETWEEN 1 AND 1000),
  -- Withdrawn.
  is_archived BOOLEAN NOT NULL,
  -- A month, `2021-01`.
  period TEXT NOT NULL CHECK (length(period) = 7),
  state TEXT NOT NULL CHECK (state IN ('draft', 'sent', 'returned', 'approved')),
  -- Who began it, who sent it, and who of the programme office approved or returned it: accounts, or Pierhead itself.
  written_by TEXT NOT NULL,
  sent_by TEXT,
  decided_by TEXT,
  done_words TEXT CHECK (done_words IS NULL OR length(done_words) BETWEEN 1 AND 4000),
  next_words TEXT CHECK (next_words IS NULL OR length(next_words) BETWEEN 1 AND 4000),
  -- What the board is asked to decide.
  decisions TEXT CHECK (decisions IS NULL OR length(decisions) BETWEEN 1 AND 4000),
  -- Why it was returned.
  answer TEXT CHECK (answer IS NULL OR length(answer) BETWEEN 1 AND 1000),
  digest TEXT,
  PRIMARY KEY (item_id, number),
  FOREIGN KEY (item_id, digest) REFERENCES report_snapshots (item_id, digest),
  CHECK ((state = 'approved') = (digest IS NOT NULL)),
  -- What is approved never ends, so no version can follow it: it is frozen, and not withdrawn.
  CHECK (state <> 'approved' OR (until_at IS NULL AND NOT is_archived)),
  CHECK (state NOT IN ('sent', 'approved')
    OR (sent_by IS NOT NULL AND done_words IS NOT NULL AND next_words IS NOT NULL)),
  CHECK (state NOT IN ('approved', 'returned') OR decided_by IS NOT NULL),
  CHECK (state <> 'returned' OR answer IS NOT NULL),
  -- Nobody approves what they wrote.
  CHECK (state <> 'approved' OR (decided_by <> written_by AND decided_by <> sent_by))
);
CREATE UNIQUE INDEX report_versions_standing ON report_versions (item_id) WHERE until_at IS NULL;
-- One report for each project and month.
CREATE UNIQUE INDEX report_versions_once ON report_versions (project_id, period) WHERE until_at IS NULL AND NOT is_archived;
CREATE INDEX report_versions_ended ON report_versions (until_at, from_at);
CREATE INDEX report_versions_of_project ON report_versions (project_id, from_at);
CREATE INDEX report_versions_of_period ON report_versions (period, project_id) WHERE until_at IS NULL;

-- What each version says of the project in each respect. Not rated is a choice too.
CREATE TABLE report_ratings (
  item_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  respect TEXT NOT NULL,
  scale TEXT NOT NULL,
  is_chosen BOOLEAN NOT NULL,
  rating TEXT CHECK (rating IS NULL OR is_chosen),
  -- Whether it changed since the month before, or goes against the facts, in a report that was sent.
  needs_reason BOOLEAN NOT NULL,
  reason TEXT CHECK (reason IS NULL OR length(reason) BETWEEN 1 AND 1000),
  PRIMARY KEY (item_id, number, respect),
  FOREIGN KEY (item_id, number) REFERENCES report_versions (item_id, number),
  CHECK (reason IS NOT NULL OR NOT needs_reason)
);

-- Ratings by the month that they were said for.
CREATE INDEX rating_versions_of_period ON rating_versions (project_id, period) WHERE period IS NOT NULL;

-- Who was reminded of the reports for which month. Once.
CREATE TABLE report_reminders (
  account_id TEXT NOT NULL REFERENCES accounts (id),
  period TEXT NOT NULL CHECK (length(period) = 7),
  told_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (account_id, period)
);

"""#),
    ("0025-gates", #"""
-- Gates: what a project brings to each, what is known about equality, what a body decided, and on which conditions. All
-- of it is kept in versions, as 0023-programme.sql says it (decision 41).
INSERT INTO programme_kinds (key, is_of_project) VALUES
  ('gate', TRUE), ('gate_product', TRUE), ('equality', TRUE), ('finding', TRUE), ('gate_decision', TRUE),
  ('gate_condition', TRUE);

-- One gate of a project, of a set that is data. Frames have gates too: those are words of the authority.
CREATE TABLE gate_versions (
  item_id TEXT NOT NULL REFERENCES programme_items (id),
  project_id TEXT NOT NULL REFERENCES programme_items (id),
  number INTEGER NOT NULL CHECK (number > 0),
  from_at TIMESTAMPTZ NOT NULL,
  until_at TIMESTAMPTZ CHECK (until_at IS NULL OR until_at >= from_at),
  changed_by TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('person', 'file', 'report')),
  reason TEXT CHECK (reason IS NULL OR length(reason) BETWEEN 1 AND 1000),
  is_archived BOOLEAN NOT NULL,
  gate_set TEXT NOT NULL CHECK (length(gate_set) BETWEEN 1 AND 60),
  gate TEXT NOT NULL CHECK (length(gate) BETWEEN 1 AND 60),
  -- Counts from 1 where the gate comes in several tranches, 0 where it comes once.
  tranche INTEGER NOT NULL CHECK (tranche BETWEEN 0 AND 20),
  due TEXT CHECK (due IS NULL OR length(due) BETWEEN 4 AND 20),
  due_from DATE,
  due_until DATE CHECK (due_until IS NULL OR due_until >= due_from),
  PRIMARY KEY (item_id, number),
  CHECK ((due IS NULL) = (due_from IS NULL)),
  CHECK ((due IS NULL) = (due_until IS NULL))
);
CREATE UNIQUE INDEX gate_versions_standing ON gate_versions (item_id) WHERE until_at IS NULL;
CREATE UNIQUE INDEX gate_versions_once ON gate_versions (project_id, gate, tranche) WHERE until_at IS NULL AND NOT is_archived;
CREATE INDEX gate_versions_ended ON gate_versions (until_at, from_at);
CREATE INDEX gate_versions_of_project ON gate_versions (project_id, from_at);

-- What one of the five cases brings to a gate.
CREATE TABLE gate_product_versions (
  item_id TEXT NOT NULL REFERENCES programme_items (id),
  project_id TEXT NOT NULL REFERENCES programme_items (id),
  number INTEGER NOT NULL CHECK (number > 0),
  from_at TIMESTAMPTZ NOT NULL,
  until_at TIMESTAMPTZ CHECK (until_at IS NULL OR until_at >= from_at),
  changed_by TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('person', 'file', 'report')),
  reason TEXT CHECK (reason IS NULL OR length(reason) BETWEEN 1 AND 1000),
  is_archived BOOLEAN NOT NULL,
  gate_id TEXT NOT NULL REFERENCES programme_items (id),
  product TEXT NOT NULL CHECK (length(product) BETWEEN 1 AND 60),
  state TEXT NOT NULL CHECK (state IN ('not_begun', 'draft', 'ready', 'not_needed')),
  reference TEXT CHECK (reference IS NULL OR length(reference) BETWEEN 1 AND 1000),
  link TEXT CHECK (link IS NULL OR length(link) <= 500 AND (substr(link, 1, 8) = 'https://' OR substr(link, 1, 7) = 'http://')),
  -- Why it is not needed.
  no_need TEXT CHECK (no_need IS NULL OR length(no_need) BETWEEN 1 AND 1000),
  PRIMARY KEY (item_id, number),
  CHECK ((state = 'not_needed') = (no_need IS NOT NULL))
);
CREATE UNIQUE INDEX gate_product_versions_standing ON gate_product_versions (item_id) WHERE until_at IS NULL;
CREATE UNIQUE INDEX gate_product_versions_once ON gate_product_versions (gate_id, product) WHERE until_at IS NULL;
CREATE INDEX gate_product_versions_ended ON gate_product_versions (until_at, from_at);
CREATE INDEX gate_product_versions_of_project ON gate_product_versions (project_id, from_at);

-- What is known about equality at a gate: words and addresses, until the rooms for panels and engagement stand.
CREATE TABLE equality_versions (
  item_id TEXT NOT NULL REFERENCES programme_items (id),
  project_id TEXT NOT NULL REFERENCES programme_items (id),
  number INTEGER NOT NULL CHECK (number > 0),
  from_at TIMESTAMPTZ NOT NULL,
  until_at TIMESTAMPTZ CHECK (until_at IS NULL OR until_at >= from_at),
  changed_by TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('person', 'file', 'report')),
  reason TEXT CHECK (reason IS NULL OR length(reason) BETWEEN 1 AND 1000),
  is_archived BOOLEAN NOT NULL,
  gate_id TEXT NOT NULL REFERENCES programme_items (id),
  -- Which version of the impact assessment, and when the project first recorded that version.
  assessment TEXT CHECK (assessment IS NULL OR length(assessment) BETWEEN 1 AND 100),
  assessed_at TIMESTAMPTZ,
  assessment_reference TEXT CHECK (assessment_reference IS NULL OR length(assessment_reference) BETWEEN 1 AND 2000),
  assessment_link TEXT CHECK (assessment_link IS NULL OR length(assessment_link) <= 500
    AND (substr(assessment_link, 1, 8) = 'https://' OR substr(assessment_link, 1, 7) = 'http://')),
  advice TEXT CHECK (advice IS NULL OR length(advice) BETWEEN 1 AND 2000),
  advice_link TEXT CHECK (advice_link IS NULL OR length(advice_link) <= 500
    AND (substr(advice_link, 1, 8) = 'https://' OR substr(advice_link, 1, 7) = 'http://')),
  -- Why no panel was asked.
  no_advice TEXT CHECK (no_advice IS NULL OR length(no_advice) BETWEEN 1 AND 2000),
  engagement TEXT CHECK (engagement IS NULL OR length(engagement) BETWEEN 1 AND 2000),
  engagement_link TEXT CHECK (engagement_link IS NULL OR length(engagement_link) <= 500
    AND (substr(engagement_link, 1, 8) = 'https://' OR substr(engagement_link, 1, 7) = 'http://')),
  baseline TEXT CHECK (baseline IS NULL OR length(baseline) BETWEEN 1 AND 2000),
  baseline_link TEXT CHECK (baseline_link IS NULL OR length(baseline_link) <= 500
    AND (substr(baseline_link, 1, 8) = 'https://' OR substr(baseline_link, 1, 7) = 'http://')),
  -- What a decision at the gate is held to.
  has_assessment BOOLEAN NOT NULL CHECK (has_assessment = (assessment IS NOT NULL)),
  has_advice BOOLEAN NOT NULL CHECK (has_advice = (advice IS NOT NULL OR no_advice IS NOT NULL)),
  has_engagement BOOLEAN NOT NULL CHECK (has_engagement = (engagement IS NOT NULL)),
  has_baseline BOOLEAN NOT NULL CHECK (has_baseline = (baseline IS NOT NULL)),
  PRIMARY KEY (item_id, number),
  UNIQUE (item_id, number, has_assessment, has_advice, has_engagement, has_baseline),
  CHECK ((assessment IS NULL) = (assessed_at IS NULL)),
  CHECK (advice IS NULL OR no_advice IS NULL)
);
CREATE UNIQUE INDEX equality_versions_standing ON equality_versions (item_id) WHERE until_at IS NULL;
CREATE UNIQUE INDEX equality_versions_once ON equality_versions (gate_id) WHERE until_at IS NULL;
CREATE INDEX equality_versions_ended ON equality_versions (until_at, from_at);
CREATE INDEX equality_versions_of_project ON equality_versions (project_id, from_at);

-- What speaks against something that was taken for granted. It reopens assessments that were recorded before it.
CREATE TABLE finding_versions (
  item_id TEXT NOT NULL REFERENCES programme_items (id),
  project_id TEXT NOT NULL REFERENCES programme_items (id),
  number INTEGER NOT NULL CHECK (number > 0),
  from_at TIMESTAMPTZ NOT NULL,
  until_at TIMESTAMPTZ CHECK (until_at IS NULL OR until_at >= from_at),
  changed_by TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('person', 'file', 'report')),
  reason TEXT CHECK (reason IS NULL OR length(reason) BETWEEN 1 AND 1000),
  is_archived BOOLEAN NOT NULL,
  -- The gate on whose page it was entered.
  gate_id TEXT NOT NULL REFERENCES programme_items (id),
  -- The assumption of the project that it proves wrong, where it stands in the list of risks.
  assumption_id TEXT REFERENCES programme_items (id),
  words TEXT NOT NULL CHECK (length(words) BETWEEN 1 AND 2000),
  link TEXT CHECK (link IS NULL OR length(link) <= 500 AND (substr(link, 1, 8) = 'https://' OR substr(link, 1, 7) = 'http://')),
  found_on DATE NOT NULL,
  PRIMARY KEY (item_id, number)
);
CREATE UNIQUE INDEX finding_versions_standing ON finding_versions (item_id) WHERE until_at IS NULL;
CREATE INDEX finding_versions_ended ON finding_versions (until_at, from_at);
CREATE INDEX finding_versions_of_project ON finding_versions (project_id, from_at);

-- What a body decided. It is never changed: there is only a first version, and a later decision stands beside it. What was
-- known about equality is held to the version that was looked at, so that none is passed over.
CREATE TABLE gate_decision_versions (
  item_id TEXT NOT NULL REFERENCES programme_items (id),
  project_id TEXT NOT NULL REFERENCES programme_items (id),
  number INTEGER NOT NULL CHECK (number = 1),
  from_at TIMESTAMPTZ NOT NULL,
  until_at TIMESTAMPTZ CHECK (until_at IS NULL),
  changed_by TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('person', 'file', 'report')),
  reason TEXT CHECK (reason IS NULL OR length(reason) BETWEEN 1 AND 1000),
  is_archived BOOLEAN NOT NULL CHECK (NOT is_archived),
  gate_id TEXT NOT NULL REFERENCES programme_items (id),
  outcome TEXT NOT NULL CHECK (outcome IN ('pass', 'conditions', 'return', 'stop')),
  body TEXT NOT NULL CHECK (length(body) BETWEEN 1 AND 200),
  decided_on DATE NOT NULL,
  minutes_link TEXT CHECK (minutes_link IS NULL OR length(minutes_link) <= 500
    AND (substr(minutes_link, 1, 8) = 'https://' OR substr(minutes_link, 1, 7) = 'http://')),
  why TEXT NOT NULL CHECK (length(why) BETWEEN 1 AND 2000),
  -- How many conditions came with it.
  conditions INTEGER NOT NULL CHECK (conditions BETWEEN 0 AND 20),
  equality_id TEXT,
  equality_number INTEGER,
  has_assessment BOOLEAN NOT NULL,
  has_advice BOOLEAN NOT NULL,
  has_engagement BOOLEAN NOT NULL,
  has_baseline BOOLEAN NOT NULL,
  -- Something was found since that speaks against the assessment.
  is_reopened BOOLEAN NOT NULL,
  funding TEXT NOT NULL CHECK (funding IN ('secured', 'unconfirmed', 'unknown')),
  -- What the gate asks of the money: that its state is said, or that it is secured.
  funding_need TEXT NOT NULL CHECK (funding_need IN ('known', 'secured')),
  -- The condition that stands for a part that is missing.
  assessment_condition TEXT REFERENCES programme_items (id),
  advice_condition TEXT REFERENCES programme_items (id),
  engagement_condition TEXT REFERENCES programme_items (id),
  baseline_condition TEXT REFERENCES programme_items (id),
  funding_condition TEXT REFERENCES programme_items (id),
  PRIMARY KEY (item_id, number),
  FOREIGN KEY (equality_id, equality_number, has_assessment, has_advice, has_engagement, has_baseline)
    REFERENCES equality_versions (item_id, number, has_assessment, has_advice, has_engagement, has_baseline),
  CHECK ((equality_id IS NULL) = (equality_number IS NULL)),
  CHECK (equality_id IS NOT NULL OR NOT (has_assessment OR has_advice OR has_engagement OR has_baseline)),
  CHECK (has_assessment OR NOT is_reopened),
  CHECK ((outcome = 'conditions') = (conditions > 0)),
  CHECK (outcome <> 'pass' OR (has_assessment AND has_advice AND has_engagement AND has_baseline AND NOT is_reopened)),
  CHECK (outcome <> 'pass' OR funding = 'secured' OR (funding = 'unconfirmed' AND funding_need = 'known')),
  CHECK (outcome <> 'conditions' OR (has_assessment AND NOT is_reopened) OR assessment_condition IS NOT NULL),
  CHECK (outcome <> 'conditions' OR has_advice OR advice_condition IS NOT NULL),
  CHECK (outcome <> 'conditions' OR has_engagement OR engagement_condition IS NOT NULL),
  CHECK (outcome <> 'conditions' OR has_baseline OR baseline_condition IS NOT NULL),
  CHECK (outcome <> 'conditions' OR funding = 'secured' OR (funding = 'unconfirmed' AND funding_need = 'known')
    OR funding_condition IS NOT NULL)
);
CREATE UNIQUE INDEX gate_decision_versions_standing ON gate_decision_versions (item_id) WHERE until_at IS NULL;
CREATE INDEX gate_decision_versions_ended ON gate_decision_versions (until_at, from_at);
CREATE INDEX gate_decision_versions_of_project ON gate_decision_versions (project_id, from_at);
CREATE INDEX gate_decision_versions_of_gate ON gate_decision_versions (gate_id, decided_on);

-- What must still be done by a day after a gate was passed.
CREATE TABLE gate_condition_versions (
  item_id TEXT NOT NULL REFERENCES programme_items (id),
  project_id TEXT NOT NULL REFERENCES programme_items (id),
  number INTEGER NOT NULL CHECK (number > 0),
  from_at TIMESTAMPTZ NOT NULL,
  until_at TIMESTAMPTZ CHECK (until_at IS NULL OR until_at >= from_at),
  changed_by TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('person', 'file', 'report')),
  reason TEXT CHECK (reason IS NULL OR length(reason) BETWEEN 1 AND 1000),
  is_archived BOOLEAN NOT NULL CHECK (NOT is_archived),
  gate_id TEXT NOT NULL REFERENCES programme_items (id),
  -- Written before its decision, which names it.
  decision_id TEXT NOT NULL REFERENCES programme_items (id) DEFERRABLE INITIALLY DEFERRED,
  -- The part of the equality gate that it stands for.
  part TEXT CHECK (part IN ('assessment', 'advice', 'engagement', 'baseline', 'funding')),
  words TEXT NOT NULL CHECK (length(words) BETWEEN 1 AND 1000),
  due_on DATE NOT NULL,
  owner TEXT NOT NULL CHECK (length(owner) BETWEEN 1 AND 200),
  state TEXT NOT NULL CHECK (state IN ('open', 'met', 'waived')),
  settled_on DATE,
  settled_by TEXT CHECK (settled_by IS NULL OR length(settled_by) BETWEEN 1 AND 200),
  evidence TEXT CHECK (evidence IS NULL OR length(evidence) BETWEEN 1 AND 2000),
  evidence_link TEXT CHECK (evidence_link IS NULL OR length(evidence_link) <= 500
    AND (substr(evidence_link, 1, 8) = 'https://' OR substr(evidence_link, 1, 7) = 'http://')),
  -- Why nobody has to meet it any more.
  waived_because TEXT CHECK (waived_because IS NULL OR length(waived_because) BETWEEN 1 AND 1000),
  PRIMARY KEY (item_id, number),
  CHECK ((state = 'open') = (settled_on IS NULL)),
  CHECK ((state = 'met') = (evidence IS NOT NULL)),
  CHECK ((state = 'met') = (settled_by IS NOT NULL)),
  CHECK (state = 'met' OR evidence_link IS NULL),
  CHECK ((state = 'waived') = (waived_because IS NOT NULL)),
  -- Equality is not waived.
  CHECK (state <> 'waived' OR part IS NULL)
);
CREATE UNIQUE INDEX gate_condition_versions_standing ON gate_condition_versions (item_id) WHERE until_at IS NULL;
CREATE INDEX gate_condition_versions_ended ON gate_condition_versions (until_at, from_at);
CREATE INDEX gate_condition_versions_of_project ON gate_condition_versions (project_id, from_at);
CREATE INDEX gate_condition_versions_open ON gate_condition_versions (due_on, item_id) WHERE until_at IS NULL AND state = 'open';

"""#),
    ("0026-time", #"""
-- What milestones wait for, when the bodies of the programme meet, what touches the same people, and calendars that follow it.
INSERT INTO programme_kinds (key, is_of_project) VALUES
  ('wait', TRUE), ('body', FALSE), ('meeting', FALSE), ('touch', FALSE), ('dismissal', FALSE);

-- That a milestone waits for another one, of its own project or of another.
CREATE TABLE wait_versions (
  item_id TEXT NOT NULL REFERENCES programme_items (id),
  -- The project of the milestone that waits.
  project_id TEXT NOT NULL REFERENCES programme_items (id),
  number INTEGER NOT NULL CHECK (number > 0),
  from_at TIMESTAMPTZ NOT NULL,
  until_at TIMESTAMPTZ CHECK (until_at IS NULL OR until_at >= from_at),
  changed_by TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('person', 'file', 'report')),
  reason TEXT CHECK (reason IS NULL OR length(reason) BETWEEN 1 AND 1000),
  is_archived BOOLEAN NOT NULL,
  milestone_id TEXT NOT NULL REFERENCES programme_items (id),
  needed_id TEXT NOT NULL REFERENCES programme_items (id),
  -- Whole weeks of work that must lie between both.
  weeks INTEGER NOT NULL CHECK (weeks BETWEEN 0 AND 260),
  note TEXT CHECK (note IS NULL OR length(note) BETWEEN 1 AND 500),
  PRIMARY KEY (item_id, number),
  CHECK (milestone_id <> needed_id)
);
CREATE UNIQUE INDEX wait_versions_standing ON wait_versions (item_id) WHERE until_at IS NULL;
CREATE UNIQUE INDEX wait_versions_once ON wait_versions (milestone_id, needed_id) WHERE until_at IS NULL;
CREATE INDEX wait_versions_ended ON wait_versions (until_at, from_at);
CREATE INDEX wait_versions_of_milestone ON wait_versions (milestone_id, from_at);

-- Who decides: a board, a committee, a cabinet.
CREATE TABLE body_versions (
  item_id TEXT NOT NULL REFERENCES programme_items (id),
  project_id TEXT CHECK (project_id IS NULL),
  number INTEGER NOT NULL CHECK (number > 0),
  from_at TIMESTAMPTZ NOT NULL,
  until_at TIMESTAMPTZ CHECK (until_at IS NULL OR until_at >= from_at),
  changed_by TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('person', 'file', 'report')),
  reason TEXT CHECK (reason IS NULL OR length(reason) BETWEEN 1 AND 1000),
  is_archived BOOLEAN NOT NULL,
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  sort TEXT NOT NULL CHECK (sort IN ('executive', 'cabinet', 'board', 'steering', 'committee', 'other')),
  -- How many working days before a meeting its papers are due.
  papers_days INTEGER NOT NULL CHECK (papers_days BETWEEN 0 AND 60),
  PRIMARY KEY (item_id, number)
);
CREATE UNIQUE INDEX body_versions_standing ON body_versions (item_id) WHERE until_at IS NULL;
CREATE UNIQUE INDEX body_versions_once ON body_versions (name) WHERE until_at IS NULL AND NOT is_archived;
CREATE INDEX body_versions_ended ON body_versions (until_at, from_at);

CREATE TABLE meeting_versions (
  item_id TEXT NOT NULL REFERENCES programme_items (id),
  project_id TEXT CHECK (project_id IS NULL),
  number INTEGER NOT NULL CHECK (number > 0),
  from_at TIMESTAMPTZ NOT NULL,
  until_at TIMESTAMPTZ CHECK (until_at IS NULL OR until_at >= from_at),
  changed_by TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('person', 'file', 'report')),
  reason TEXT CHECK (reason IS NULL OR length(reason) BETWEEN 1 AND 1000),
  is_archived BOOLEAN NOT NULL,
  body_id TEXT NOT NULL REFERENCES programme_items (id),
  meets_on DATE NOT NULL,
  -- As the body had it when the meeting was entered, unless this one differs.
  papers_days INTEGER NOT NULL CHECK (papers_days BETWEEN 0 AND 60),
  note TEXT CHECK (note IS NULL OR length(note) BETWEEN 1 AND 500),
  PRIMARY KEY (item_id, number)
);
CREATE UNIQUE INDEX meeting_versions_standing ON meeting_versions (item_id) WHERE until_at IS NULL;
CREATE UNIQUE INDEX meeting_versions_once ON meeting_versions (body_id, meets_on)
  WHERE until_at IS NULL AND NOT is_archived;
CREATE INDEX meeting_versions_ended ON meeting_versions (until_at, from_at);
CREATE INDEX meeting_versions_by_day ON meeting_versions (meets_on, item_id) WHERE until_at IS NULL AND NOT is_archived;

-- Engagement, a commission or a milestone, of a project or a partner, that touches a community with a question in some months.
CREATE TABLE touch_versions (
  item_id TEXT NOT NULL REFERENCES programme_items (id),
  project_id TEXT CHECK (project_id IS NULL),
  number INTEGER NOT NULL CHECK (number > 0),
  from_at TIMESTAMPTZ NOT NULL,
  until_at TIMESTAMPTZ CHECK (until_at IS NULL OR until_at >= from_at),
  changed_by TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('person', 'file', 'report')),
  reason TEXT CHECK (reason IS NULL OR length(reason) BETWEEN 1 AND 1000),
  is_archived BOOLEAN NOT NULL,
  sort TEXT NOT NULL CHECK (sort IN ('engagement', 'commission', 'milestone')),
  -- One of ours, or a partner in words.
  owner_project_id TEXT REFERENCES programme_items (id),
  partner TEXT CHECK (partner IS NULL OR length(partner) BETWEEN 1 AND 200),
  -- Whose name and date count, where it is a milestone of ours.
  milestone_id TEXT REFERENCES programme_items (id),
  name TEXT CHECK (name IS NULL OR length(name) BETWEEN 1 AND 300),
  community TEXT NOT NULL CHECK (length(community) BETWEEN 1 AND 200),
  question TEXT NOT NULL CHECK (length(question) BETWEEN 1 AND 500),
  -- Dates with their precision, as PlannedDate writes them.
  begins TEXT CHECK (begins IS NULL OR length(begins) BETWEEN 4 AND 20),
  ends TEXT CHECK (ends IS NULL OR length(ends) BETWEEN 4 AND 20),
  PRIMARY KEY (item_id, number),
  CHECK ((owner_project_id IS NULL) = (partner IS NOT NULL)),
  CHECK (milestone_id IS NULL OR (sort = 'milestone' AND owner_project_id IS NOT NULL)),
  CHECK ((milestone_id IS NULL) = (name IS NOT NULL)),
  CHECK ((milestone_id IS NULL) = (begins IS NOT NULL)),
  CHECK (ends IS NULL OR begins IS NOT NULL)
);
CREATE UNIQUE INDEX touch_versions_standing ON touch_versions (item_id) WHERE until_at IS NULL;
CREATE INDEX touch_versions_ended ON touch_versions (until_at, from_at);

-- That two of them are not one, says somebody. It holds while both say what they said then.
CREATE TABLE dismissal_versions (
  item_id TEXT NOT NULL REFERENCES programme_items (id),
  project_id TEXT CHECK (project_id IS NULL),
  number INTEGER NOT NULL CHECK (number > 0),
  from_at TIMESTAMPTZ NOT NULL,
  until_at TIMESTAMPTZ CHECK (until_at IS NULL OR until_at >= from_at),
  changed_by TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('person', 'file', 'report')),
  reason TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 1000),
  is_archived BOOLEAN NOT NULL,
  one_id TEXT NOT NULL REFERENCES programme_items (id),
  other_id TEXT NOT NULL REFERENCES programme_items (id),
  said TEXT NOT NULL CHECK (length(said) BETWEEN 1 AND 5000),
  PRIMARY KEY (item_id, number),
  CHECK (one_id < other_id)
);
CREATE UNIQUE INDEX dismissal_versions_standing ON dismissal_versions (item_id) WHERE until_at IS NULL;
CREATE UNIQUE INDEX dismissal_versions_once ON dismissal_versions (one_id, other_id) WHERE until_at IS NULL;
CREATE INDEX dismissal_versions_ended ON dismissal_versions (until_at, from_at);

-- Addresses at which a calendar program reads what is planned, without signing in. Only a hash of each is kept.
CREATE TABLE calendar_links (
  id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES accounts (id),
  token_hash TEXT NOT NULL UNIQUE CHECK (length(token_hash) = 64),
  made_at TIMESTAMPTZ NOT NULL,
  ended_at TIMESTAMPTZ CHECK (ended_at IS NULL OR ended_at >= made_at)
);
CREATE INDEX calendar_links_of_account ON calendar_links (account_id, made_at) WHERE ended_at IS NULL;

"""#),
    ("0027-benefits", #"""
-- What a project is done for, in figures: benefits, what is worse for somebody (a dis-benefit), and what was measured of them
-- since. Kept in versions like all else of the programme (decision 37). Figures are thousandths, in whole numbers.
INSERT INTO programme_kinds (key, is_of_project) VALUES ('benefit', TRUE), ('reading', TRUE);

CREATE TABLE benefit_versions (
  item_id TEXT NOT NULL REFERENCES programme_items (id),
  project_id TEXT NOT NULL REFERENCES programme_items (id),
  number INTEGER NOT NULL CHECK (number > 0),
  from_at TIMESTAMPTZ NOT NULL,
  until_at TIMESTAMPTZ CHECK (until_at IS NULL OR until_at >= from_at),
  changed_by TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('person', 'file', 'report')),
  reason TEXT CHECK (reason IS NULL OR length(reason) BETWEEN 1 AND 1000),
  is_archived BOOLEAN NOT NULL,
  -- What is measured.
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  sort TEXT NOT NULL CHECK (sort IN ('benefit', 'disbenefit')),
  -- Who bears a dis-benefit.
  borne_by TEXT CHECK (borne_by IS NULL OR length(borne_by) BETWEEN 1 AND 200),
  unit TEXT NOT NULL CHECK (length(unit) BETWEEN 1 AND 40),
  -- Which way is better.
  direction TEXT NOT NULL CHECK (direction IN ('more', 'less')),
  baseline_value BIGINT CHECK (baseline_value BETWEEN -1000000000000000 AND 1000000000000000),
  baseline_on DATE,
  baseline_source TEXT CHECK (baseline_source IS NULL OR length(baseline_source) BETWEEN 1 AND 500),
  -- What is aimed at; of a dis-benefit the worst that is accepted.
  target_value BIGINT CHECK (target_value BETWEEN -1000000000000000 AND 1000000000000000),
  target_on DATE,
  owner TEXT CHECK (owner IS NULL OR length(owner) BETWEEN 1 AND 200),
  -- Keys of beneficiary-groups.csv in the order of the list, with commas.
  group_keys TEXT NOT NULL CHECK (length(group_keys) BETWEEN 1 AND 1000),
  PRIMARY KEY (item_id, number),
  CHECK ((sort = 'disbenefit') = (borne_by IS NOT NULL)),
  CHECK ((baseline_value IS NULL) = (baseline_on IS NULL)),
  CHECK ((baseline_value IS NULL) = (baseline_source IS NULL)),
  CHECK ((target_value IS NULL) = (target_on IS NULL)),
  CHECK (baseline_on IS NULL OR target_on IS NULL OR target_on > baseline_on),
  CHECK (sort = 'disbenefit' OR baseline_value IS NULL OR target_value IS NULL
    OR (direction = 'more' AND target_value > baseline_value) OR (direction = 'less' AND target_value < baseline_value))
);
CREATE UNIQUE INDEX benefit_versions_standing ON benefit_versions (item_id) WHERE until_at IS NULL;
CREATE INDEX benefit_versions_ended ON benefit_versions (until_at, from_at);
CREATE INDEX benefit_versions_of_project ON benefit_versions (project_id, from_at);

-- What was measured on a day. A wrong one is put right by a version that says why.
CREATE TABLE reading_versions (
  item_id TEXT NOT NULL REFERENCES programme_items (id),
  project_id TEXT NOT NULL REFERENCES programme_items (id),
  number INTEGER NOT NULL CHECK (number > 0),
  from_at TIMESTAMPTZ NOT NULL,
  until_at TIMESTAMPTZ CHECK (until_at IS NULL OR until_at >= from_at),
  changed_by TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('person', 'file', 'report')),
  reason TEXT CHECK (reason IS NULL OR length(reason) BETWEEN 1 AND 1000),
  is_archived BOOLEAN NOT NULL,
  benefit_id TEXT NOT NULL REFERENCES programme_items (id),
  measured_on DATE NOT NULL,
  measured BIGINT NOT NULL CHECK (measured BETWEEN -1000000000000000 AND 1000000000000000),
  source TEXT NOT NULL CHECK (length(source) BETWEEN 1 AND 500),
  PRIMARY KEY (item_id, number),
  CHECK (number = 1 OR reason IS NOT NULL)
);
CREATE UNIQUE INDEX reading_versions_standing ON reading_versions (item_id) WHERE until_at IS NULL;
CREATE INDEX reading_versions_ended ON reading_versions (until_at, from_at);
CREATE INDEX reading_versions_of_project ON reading_versions (project_id, from_at);
-- The latest of a benefit.
CREATE INDEX reading_versions_of_benefit ON reading_versions (benefit_id, measured_on, item_id);

"""#),
    ("0028-programme-money", #"""
-- The money and the time of projects: budget and spend by quarter, claims to funders, people days, and what is bought. All of it
-- is kept in versions like the rest of the portfolio (decision 37). Money is whole pence.
INSERT INTO programme_kinds (key, is_of_project) VALUES
  ('budget', TRUE), ('claim', TRUE), ('capacity', FALSE), ('effort', TRUE), ('commission', TRUE), ('monitoring', TRUE);

-- So that what belongs to a source or a commission can't belong to another project than it.
CREATE UNIQUE INDEX programme_items_and_project ON programme_items (id, project_id);

-- What one quarter of a project costs.
CREATE TABLE budget_versions (
  item_id TEXT NOT NULL REFERENCES programme_items (id),
  project_id TEXT NOT NULL REFERENCES programme_items (id),
  number INTEGER NOT NULL CHECK (number > 0),
  from_at TIMESTAMPTZ NOT NULL,
  until_at TIMESTAMPTZ CHECK (until_at IS NULL OR until_at >= from_at),
  changed_by TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('person', 'file', 'report')),
  reason TEXT CHECK (reason IS NULL OR length(reason) BETWEEN 1 AND 1000),
  is_archived BOOLEAN NOT NULL,
  -- The calendar year in which the financial year begins, and the quarter from April: 2020 and 4 for January to March 2021.
  year INTEGER NOT NULL CHECK (year BETWEEN 2000 AND 2199),
  quarter INTEGER NOT NULL CHECK (quarter BETWEEN 1 AND 4),
  budget_pence BIGINT NOT NULL CHECK (budget_pence BETWEEN 0 AND 100000000000000),
  -- Null until it is known, and then with where it comes from.
  actual_pence BIGINT CHECK (actual_pence BETWEEN 0 AND 100000000000000),
  actual_source TEXT CHECK (actual_source IS NULL OR length(actual_source) BETWEEN 1 AND 300),
  -- What is expected to be spent in the whole quarter.
  forecast_pence BIGINT CHECK (forecast_pence BETWEEN 0 AND 100000000000000),
  note TEXT CHECK (note IS NULL OR length(note) BETWEEN 1 AND 500),
  PRIMARY KEY (item_id, number),
  CHECK ((actual_pence IS NULL) = (actual_source IS NULL))
);
CREATE UNIQUE INDEX budget_versions_standing ON budget_versions (item_id) WHERE until_at IS NULL;
CREATE INDEX budget_versions_ended ON budget_versions (until_at, from_at);
CREATE INDEX budget_versions_of_project ON budget_versions (project_id, from_at);
CREATE UNIQUE INDEX budget_versions_once ON budget_versions (project_id, year, quarter) WHERE until_at IS NULL AND is_archived = FALSE;

-- What is asked of a funder for a quarter.
CREATE TABLE claim_versions (
  item_id TEXT NOT NULL REFERENCES programme_items (id),
  project_id TEXT NOT NULL REFERENCES programme_items (id),
  number INTEGER NOT NULL CHECK (number > 0),
  from_at TIMESTAMPTZ NOT NULL,
  until_at TIMESTAMPTZ CHECK (until_at IS NULL OR until_at >= from_at),
  changed_by TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('person', 'file', 'report')),
  reason TEXT CHECK (reason IS NULL OR length(reason) BETWEEN 1 AND 1000),
  is_archived BOOLEAN NOT NULL,
  source_id TEXT NOT NULL,
  -- The calendar year in which the financial year begins, and the quarter from April: 2020 and 4 for January to March 2021.
  year INTEGER NOT NULL CHECK (year BETWEEN 2000 AND 2199),
  quarter INTEGER NOT NULL CHECK (quarter BETWEEN 1 AND 4),
  amount_pence BIGINT NOT NULL CHECK (amount_pence BETWEEN 1 AND 100000000000000),
  state TEXT NOT NULL CHECK (state IN ('preparing', 'sent', 'paid', 'part paid', 'refused')),
  paid_pence BIGINT CHECK (paid_pence BETWEEN 0 AND 100000000000000),
  -- By when the funder wants it.
  deadline DATE,
  sent_on DATE,
  -- When it was paid or refused.
  answered_on DATE CHECK (answered_on IS NULL OR answered_on >= sent_on),
  evidence TEXT CHECK (evidence IS NULL OR length(evidence) BETWEEN 1 AND 2000),
  link TEXT CHECK (link IS NULL OR length(link) BETWEEN 1 AND 500),
  note TEXT CHECK (note IS NULL OR length(note) BETWEEN 1 AND 500),
  -- What the source gave, and what other claims came to, when this version was written.
  source_pence BIGINT NOT NULL CHECK (source_pence BETWEEN 0 AND 100000000000000),
  others_pence BIGINT NOT NULL CHECK (others_pence BETWEEN 0 AND 100000000000000),
  PRIMARY KEY (item_id, number),
  FOREIGN KEY (source_id, project_id) REFERENCES programme_items (id, project_id),
  CHECK ((state IN ('paid', 'part paid')) = (paid_pence IS NOT NULL)),
  CHECK (state <> 'paid' OR paid_pence = amount_pence),
  CHECK (state <> 'part paid' OR (paid_pence > 0 AND paid_pence < amount_pence)),
  CHECK ((state = 'preparing') = (sent_on IS NULL)),
  CHECK ((state IN ('paid', 'part paid', 'refused')) = (answered_on IS NOT NULL)),
  CHECK (state = 'preparing' OR evidence IS NOT NULL OR link IS NOT NULL),
  CHECK (state = 'refused' OR is_archived OR others_pence + COALESCE(paid_pence, amount_pence) <= source_pence)
);
CREATE UNIQUE INDEX claim_versions_standing ON claim_versions (item_id) WHERE until_at IS NULL;
CREATE INDEX claim_versions_ended ON claim_versions (until_at, from_at);
CREATE INDEX claim_versions_of_project ON claim_versions (project_id, from_at);
CREATE INDEX claim_versions_of_source ON claim_versions (source_id, project_id);
CREATE UNIQUE INDEX claim_versions_once ON claim_versions (source_id, year, quarter)
  WHERE until_at IS NULL AND is_archived = FALSE AND state <> 'refused';

-- Days of the team's own people in a quarter, by what they do.
CREATE TABLE capacity_versions (
  item_id TEXT NOT NULL REFERENCES programme_items (id),
  project_id TEXT CHECK (project_id IS NULL),
  number INTEGER NOT NULL CHECK (number > 0),
  from_at TIMESTAMPTZ NOT NULL,
  until_at TIMESTAMPTZ CHECK (until_at IS NULL OR until_at >= from_at),
  changed_by TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('person', 'file', 'report')),
  reason TEXT CHECK (reason IS NULL OR length(reason) BETWEEN 1 AND 1000),
  is_archived BOOLEAN NOT NULL,
  role TEXT NOT NULL CHECK (length(role) BETWEEN 1 AND 100),
  -- The role in small letters, by which need and capacity meet.
  role_key TEXT NOT NULL CHECK (length(role_key) BETWEEN 1 AND 300),
  -- The calendar year in which the financial year begins, and the quarter from April: 2020 and 4 for January to March 2021.
  year INTEGER NOT NULL CHECK (year BETWEEN 2000 AND 2199),
  quarter INTEGER NOT NULL CHECK (quarter BETWEEN 1 AND 4),
  days INTEGER NOT NULL CHECK (days BETWEEN 0 AND 100000),
  note TEXT CHECK (note IS NULL OR length(note) BETWEEN 1 AND 500),
  PRIMARY KEY (item_id, number)
);
CREATE UNIQUE INDEX capacity_versions_standing ON capacity_versions (item_id) WHERE until_at IS NULL;
CREATE INDEX capacity_versions_ended ON capacity_versions (until_at, from_at);
CREATE UNIQUE INDEX capacity_versions_once ON capacity_versions (role_key, year, quarter) WHERE until_at IS NULL AND is_archived = FALSE;

-- Days that a project needs of them.
CREATE TABLE effort_versions (
  item_id TEXT NOT NULL REFERENCES programme_items (id),
  project_id TEXT NOT NULL REFERENCES programme_items (id),
  number INTEGER NOT NULL CHECK (number > 0),
  from_at TIMESTAMPTZ NOT NULL,
  until_at TIMESTAMPTZ CHECK (until_at IS NULL OR until_at >= from_at),
  changed_by TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('person', 'file', 'report')),
  reason TEXT CHECK (reason IS NULL OR length(reason) BETWEEN 1 AND 1000),
  is_archived BOOLEAN NOT NULL,
  role TEXT NOT NULL CHECK (length(role) BETWEEN 1 AND 100),
  role_key TEXT NOT NULL CHECK (length(role_key) BETWEEN 1 AND 300),
  -- The calendar year in which the financial year begins, and the quarter from April: 2020 and 4 for January to March 2021.
  year INTEGER NOT NULL CHECK (year BETWEEN 2000 AND 2199),
  quarter INTEGER NOT NULL CHECK (quarter BETWEEN 1 AND 4),
  days INTEGER NOT NULL CHECK (days BETWEEN 0 AND 100000),
  note TEXT CHECK (note IS NULL OR length(note) BETWEEN 1 AND 500),
  PRIMARY KEY (item_id, number)
);
CREATE UNIQUE INDEX effort_versions_standing ON effort_versions (item_id) WHERE until_at IS NULL;
CREATE INDEX effort_versions_ended ON effort_versions (until_at, from_at);
CREATE INDEX effort_versions_of_project ON effort_versions (project_id, from_at);
CREATE UNIQUE INDEX effort_versions_once ON effort_versions (project_id, role_key, year, quarter) WHERE until_at IS NULL AND is_archived = FALSE;

-- What a project buys of others: from tender to contract. Dates are as PlannedDate writes them.
CREATE TABLE commission_versions (
  item_id TEXT NOT NULL REFERENCES programme_items (id),
  project_id TEXT NOT NULL REFERENCES programme_items (id),
  number INTEGER NOT NULL CHECK (number > 0),
  from_at TIMESTAMPTZ NOT NULL,
  until_at TIMESTAMPTZ CHECK (until_at IS NULL OR until_at >= from_at),
  changed_by TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('person', 'file', 'report')),
  reason TEXT CHECK (reason IS NULL OR length(reason) BETWEEN 1 AND 1000),
  is_archived BOOLEAN NOT NULL,
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  state TEXT NOT NULL CHECK (state IN ('planned', 'tender', 'evaluation', 'awarded', 'contracted', 'stopped')),
  value_pence BIGINT CHECK (value_pence BETWEEN 0 AND 100000000000000),
  supplier TEXT CHECK (supplier IS NULL OR length(supplier) BETWEEN 1 AND 200),
  tender TEXT CHECK (tender IS NULL OR length(tender) BETWEEN 4 AND 20),
  evaluation TEXT CHECK (evaluation IS NULL OR length(evaluation) BETWEEN 4 AND 20),
  award TEXT CHECK (award IS NULL OR length(award) BETWEEN 4 AND 20),
  contract TEXT CHECK (contract IS NULL OR length(contract) BETWEEN 4 AND 20),
  -- By when the funder wants the contract let.
  deadline TEXT CHECK (deadline IS NULL OR length(deadline) BETWEEN 4 AND 20),
  -- Whether the contract says what the supplier must do for equality.
  clauses TEXT NOT NULL CHECK (clauses IN ('yes', 'not yet', 'none')),
  clauses_note TEXT CHECK (clauses_note IS NULL OR length(clauses_note) BETWEEN 1 AND 1000),
  PRIMARY KEY (item_id, number),
  CHECK (clauses <> 'none' OR clauses_note IS NOT NULL),
  CHECK (state NOT IN ('awarded', 'contracted') OR supplier IS NOT NULL),
  CHECK (state NOT IN ('awarded', 'contracted') OR award IS NOT NULL),
  CHECK (state <> 'contracted' OR contract IS NOT NULL)
);
CREATE UNIQUE INDEX commission_versions_standing ON commission_versions (item_id) WHERE until_at IS NULL;
CREATE INDEX commission_versions_ended ON commission_versions (until_at, from_at);
CREATE INDEX commission_versions_of_project ON commission_versions (project_id, from_at);

-- What a supplier must tell us by when, so that we see whom the work reaches.
CREATE TABLE monitoring_versions (
  item_id TEXT NOT NULL REFERENCES programme_items (id),
  project_id TEXT NOT NULL REFERENCES programme_items (id),
  number INTEGER NOT NULL CHECK (number > 0),
  from_at TIMESTAMPTZ NOT NULL,
  until_at TIMESTAMPTZ CHECK (until_at IS NULL OR until_at >= from_at),
  changed_by TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('person', 'file', 'report')),
  reason TEXT CHECK (reason IS NULL OR length(reason) BETWEEN 1 AND 1000),
  is_archived BOOLEAN NOT NULL,
  commission_id TEXT NOT NULL,
  words TEXT NOT NULL CHECK (length(words) BETWEEN 1 AND 300),
  due_on DATE NOT NULL,
  received_on DATE,
  note TEXT CHECK (note IS NULL OR length(note) BETWEEN 1 AND 500),
  PRIMARY KEY (item_id, number),
  FOREIGN KEY (commission_id, project_id) REFERENCES programme_items (id, project_id)
);
CREATE UNIQUE INDEX monitoring_versions_standing ON monitoring_versions (item_id) WHERE until_at IS NULL;
CREATE INDEX monitoring_versions_ended ON monitoring_versions (until_at, from_at);
CREATE INDEX monitoring_versions_of_project ON monitoring_versions (project_id, from_at);
CREATE INDEX monitoring_versions_of_commission ON monitoring_versions (commission_id, project_id);

"""#),
    ("0029-packs", #"""
-- Papers for a meeting: the portfolio as it stood, with what of it is not for the public, and what officers said of it
-- before it went out. Kept in versions like everything of the programme.
INSERT INTO programme_kinds (key, is_of_project) VALUES ('pack', FALSE), ('exemption', FALSE), ('clearance', FALSE);

CREATE TABLE pack_versions (
  item_id TEXT NOT NULL REFERENCES programme_items (id),
  project_id TEXT CHECK (project_id IS NULL),
  number INTEGER NOT NULL CHECK (number > 0),
  from_at TIMESTAMPTZ NOT NULL,
  until_at TIMESTAMPTZ CHECK (until_at IS NULL OR until_at >= from_at),
  changed_by TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('person', 'file', 'report')),
  reason TEXT CHECK (reason IS NULL OR length(reason) BETWEEN 1 AND 1000),
  is_archived BOOLEAN NOT NULL,
  -- Who meets.
  body TEXT NOT NULL CHECK (length(body) BETWEEN 1 AND 200),
  meets_on DATE NOT NULL,
  -- The day on which the papers go out: the pack shows the portfolio as it stood when that day had ended.
  papers_on DATE NOT NULL CHECK (papers_on <= meets_on),
  -- From when it tells what has changed.
  since_on DATE NOT NULL CHECK (since_on < papers_on),
  note TEXT CHECK (note IS NULL OR length(note) BETWEEN 1 AND 2000),
  PRIMARY KEY (item_id, number)
);
CREATE UNIQUE INDEX pack_versions_standing ON pack_versions (item_id) WHERE until_at IS NULL;
CREATE INDEX pack_versions_ended ON pack_versions (until_at, from_at);

-- A project, or a part of what is said of it, that stays out of the public's pack. The ground is a key of a dated list.
CREATE TABLE exemption_versions (
  item_id TEXT NOT NULL REFERENCES programme_items (id),
  project_id TEXT CHECK (project_id IS NULL),
  number INTEGER NOT NULL CHECK (number > 0),
  from_at TIMESTAMPTZ NOT NULL,
  until_at TIMESTAMPTZ CHECK (until_at IS NULL OR until_at >= from_at),
  changed_by TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('person', 'file', 'report')),
  reason TEXT CHECK (reason IS NULL OR length(reason) BETWEEN 1 AND 1000),
  is_archived BOOLEAN NOT NULL,
  pack_id TEXT NOT NULL REFERENCES programme_items (id),
  subject_id TEXT NOT NULL REFERENCES programme_items (id),
  part TEXT NOT NULL CHECK (part IN ('project', 'position', 'ratings', 'milestones', 'risks', 'money')),
  ground TEXT NOT NULL CHECK (length(ground) BETWEEN 1 AND 40),
  PRIMARY KEY (item_id, number)
);
CREATE UNIQUE INDEX exemption_versions_standing ON exemption_versions (item_id) WHERE until_at IS NULL;
CREATE UNIQUE INDEX exemption_versions_once ON exemption_versions (pack_id, subject_id, part) WHERE until_at IS NULL;
CREATE INDEX exemption_versions_ended ON exemption_versions (until_at, from_at);

-- What an officer said of a pack, or is still to say.
CREATE TABLE clearance_versions (
  item_id TEXT NOT NULL REFERENCES programme_items (id),
  project_id TEXT CHECK (project_id IS NULL),
  number INTEGER NOT NULL CHECK (number > 0),
  from_at TIMESTAMPTZ NOT NULL,
  until_at TIMESTAMPTZ CHECK (until_at IS NULL OR until_at >= from_at),
  changed_by TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('person', 'file', 'report')),
  reason TEXT CHECK (reason IS NULL OR length(reason) BETWEEN 1 AND 1000),
  is_archived BOOLEAN NOT NULL,
  pack_id TEXT NOT NULL REFERENCES programme_items (id),
  -- A key of a dated list: legal, finance, equality.
  subject TEXT NOT NULL CHECK (length(subject) BETWEEN 1 AND 40),
  asked_of TEXT CHECK (asked_of IS NULL OR length(asked_of) BETWEEN 1 AND 200),
  asked_on DATE,
  given_by TEXT CHECK (given_by IS NULL OR length(given_by) BETWEEN 1 AND 200),
  given_on DATE CHECK (given_on IS NULL OR asked_on IS NULL OR given_on >= asked_on),
  words TEXT CHECK (words IS NULL OR length(words) BETWEEN 1 AND 2000),
  PRIMARY KEY (item_id, number),
  CHECK ((given_by IS NULL) = (given_on IS NULL)),
  CHECK (given_on IS NULL OR words IS NOT NULL)
);
CREATE UNIQUE INDEX clearance_versions_standing ON clearance_versions (item_id) WHERE until_at IS NULL;
CREATE UNIQUE INDEX clearance_versions_once ON clearance_versions (pack_id, subject) WHERE until_at IS NULL;
CREATE INDEX clearance_versions_ended ON clearance_versions (until_at, from_at);

"""#),
    ("0030-programme-names", #"""
-- One name, one project: of those that stand and are not archived. The door says it first, in words, and looks past case in any
-- script; this holds where two come at the same moment.
CREATE UNIQUE INDEX project_versions_name ON project_versions (lower(name)) WHERE until_at IS NULL AND NOT is_archived;

-- Nothing asks for milestones by their day: a portfolio is read whole.
DROP INDEX milestone_versions_due;

"""#),
    ("0031-programme-reminders", #"""
-- Who was told of which date of the programme that comes close. Once for each occasion.
CREATE TABLE programme_reminders (
  account_id TEXT NOT NULL REFERENCES accounts (id),
  item_id TEXT NOT NULL REFERENCES programme_items (id),
  -- The papers of a pack go out and clearances are missing; a condition of a gate is due; it is overdue.
  occasion TEXT NOT NULL CHECK (occasion IN ('papers', 'condition', 'overdue')),
  due_on DATE NOT NULL,
  told_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (account_id, item_id, occasion, due_on)
);

"""#),
    ("0032-radar-judges", #"""
-- Who may say of two that the radar shows that they are not one.

INSERT INTO role_grants (role, verb, scope) SELECT key, 'judge_radar', 'all' FROM roles
  WHERE key IN ('programme_office', 'engagement_lead');
INSERT INTO role_grants (role, verb, scope) SELECT key, 'judge_radar', 'own' FROM roles WHERE key = 'action_owner';

"""#),
    ("0033-gate-minutes", #"""
-- Where the minutes of a decision at a gate are. They come after the decision, which is never changed, so they stand beside it.
INSERT INTO programme_kinds (key, is_of_project) VALUES ('minutes', TRUE);

CREATE TABLE minutes_versions (
  item_id TEXT NOT NULL REFERENCES programme_items (id),
  project_id TEXT NOT NULL REFERENCES programme_items (id),
  number INTEGER NOT NULL CHECK (number > 0),
  from_at TIMESTAMPTZ NOT NULL,
  until_at TIMESTAMPTZ CHECK (until_at IS NULL OR until_at >= from_at),
  changed_by TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('person', 'file', 'report')),
  reason TEXT CHECK (reason IS NULL OR length(reason) BETWEEN 1 AND 1000),
  is_archived BOOLEAN NOT NULL,
  gate_id TEXT NOT NULL REFERENCES programme_items (id),
  decision_id TEXT NOT NULL REFERENCES programme_items (id),
  link TEXT NOT NULL CHECK (length(link) <= 500 AND (substr(link, 1, 8) = 'https://' OR substr(link, 1, 7) = 'http://')),
  PRIMARY KEY (item_id, number)
);
CREATE UNIQUE INDEX minutes_versions_standing ON minutes_versions (item_id) WHERE until_at IS NULL;
CREATE UNIQUE INDEX minutes_versions_once ON minutes_versions (decision_id) WHERE until_at IS NULL;
CREATE INDEX minutes_versions_ended ON minutes_versions (until_at, from_at);
CREATE INDEX minutes_versions_of_project ON minutes_versions (project_id, from_at);

"""#),
  ]
}
