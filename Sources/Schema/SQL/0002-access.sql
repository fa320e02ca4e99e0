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
