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
