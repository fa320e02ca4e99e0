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
