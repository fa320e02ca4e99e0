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
