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
