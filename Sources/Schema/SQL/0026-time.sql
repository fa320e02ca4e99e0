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
