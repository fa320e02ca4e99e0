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
