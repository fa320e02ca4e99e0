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
