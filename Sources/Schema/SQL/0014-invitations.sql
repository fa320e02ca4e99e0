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
