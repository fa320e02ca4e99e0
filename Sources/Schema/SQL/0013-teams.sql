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
