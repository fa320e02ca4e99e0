-- The money and the time of projects: budget and spend by quarter, claims to funders, people days, and what is bought. All of it
-- is kept in versions like the rest of the portfolio (decision 37). Money is whole pence.
INSERT INTO programme_kinds (key, is_of_project) VALUES
  ('budget', TRUE), ('claim', TRUE), ('capacity', FALSE), ('effort', TRUE), ('commission', TRUE), ('monitoring', TRUE);

-- So that what belongs to a source or a commission can't belong to another project than it.
CREATE UNIQUE INDEX programme_items_and_project ON programme_items (id, project_id);

-- What one quarter of a project costs.
CREATE TABLE budget_versions (
  item_id TEXT NOT NULL REFERENCES programme_items (id),
  project_id TEXT NOT NULL REFERENCES programme_items (id),
  number INTEGER NOT NULL CHECK (number > 0),
  from_at TIMESTAMPTZ NOT NULL,
  until_at TIMESTAMPTZ CHECK (until_at IS NULL OR until_at >= from_at),
  changed_by TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('person', 'file', 'report')),
  reason TEXT CHECK (reason IS NULL OR length(reason) BETWEEN 1 AND 1000),
  is_archived BOOLEAN NOT NULL,
  -- The calendar year in which the financial year begins, and the quarter from April: 2020 and 4 for January to March 2021.
  year INTEGER NOT NULL CHECK (year BETWEEN 2000 AND 2199),
  quarter INTEGER NOT NULL CHECK (quarter BETWEEN 1 AND 4),
  budget_pence BIGINT NOT NULL CHECK (budget_pence BETWEEN 0 AND 100000000000000),
  -- Null until it is known, and then with where it comes from.
  actual_pence BIGINT CHECK (actual_pence BETWEEN 0 AND 100000000000000),
  actual_source TEXT CHECK (actual_source IS NULL OR length(actual_source) BETWEEN 1 AND 300),
  -- What is expected to be spent in the whole quarter.
  forecast_pence BIGINT CHECK (forecast_pence BETWEEN 0 AND 100000000000000),
  note TEXT CHECK (note IS NULL OR length(note) BETWEEN 1 AND 500),
  PRIMARY KEY (item_id, number),
  CHECK ((actual_pence IS NULL) = (actual_source IS NULL))
);
CREATE UNIQUE INDEX budget_versions_standing ON budget_versions (item_id) WHERE until_at IS NULL;
CREATE INDEX budget_versions_ended ON budget_versions (until_at, from_at);
CREATE INDEX budget_versions_of_project ON budget_versions (project_id, from_at);
CREATE UNIQUE INDEX budget_versions_once ON budget_versions (project_id, year, quarter) WHERE until_at IS NULL AND is_archived = FALSE;

-- What is asked of a funder for a quarter.
CREATE TABLE claim_versions (
  item_id TEXT NOT NULL REFERENCES programme_items (id),
  project_id TEXT NOT NULL REFERENCES programme_items (id),
  number INTEGER NOT NULL CHECK (number > 0),
  from_at TIMESTAMPTZ NOT NULL,
  until_at TIMESTAMPTZ CHECK (until_at IS NULL OR until_at >= from_at),
  changed_by TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('person', 'file', 'report')),
  reason TEXT CHECK (reason IS NULL OR length(reason) BETWEEN 1 AND 1000),
  is_archived BOOLEAN NOT NULL,
  source_id TEXT NOT NULL,
  -- The calendar year in which the financial year begins, and the quarter from April: 2020 and 4 for January to March 2021.
  year INTEGER NOT NULL CHECK (year BETWEEN 2000 AND 2199),
  quarter INTEGER NOT NULL CHECK (quarter BETWEEN 1 AND 4),
  amount_pence BIGINT NOT NULL CHECK (amount_pence BETWEEN 1 AND 100000000000000),
  state TEXT NOT NULL CHECK (state IN ('preparing', 'sent', 'paid', 'part paid', 'refused')),
  paid_pence BIGINT CHECK (paid_pence BETWEEN 0 AND 100000000000000),
  -- By when the funder wants it.
  deadline DATE,
  sent_on DATE,
  -- When it was paid or refused.
  answered_on DATE CHECK (answered_on IS NULL OR answered_on >= sent_on),
  evidence TEXT CHECK (evidence IS NULL OR length(evidence) BETWEEN 1 AND 2000),
  link TEXT CHECK (link IS NULL OR length(link) BETWEEN 1 AND 500),
  note TEXT CHECK (note IS NULL OR length(note) BETWEEN 1 AND 500),
  -- What the source gave, and what other claims came to, when this version was written.
  source_pence BIGINT NOT NULL CHECK (source_pence BETWEEN 0 AND 100000000000000),
  others_pence BIGINT NOT NULL CHECK (others_pence BETWEEN 0 AND 100000000000000),
  PRIMARY KEY (item_id, number),
  FOREIGN KEY (source_id, project_id) REFERENCES programme_items (id, project_id),
  CHECK ((state IN ('paid', 'part paid')) = (paid_pence IS NOT NULL)),
  CHECK (state <> 'paid' OR paid_pence = amount_pence),
  CHECK (state <> 'part paid' OR (paid_pence > 0 AND paid_pence < amount_pence)),
  CHECK ((state = 'preparing') = (sent_on IS NULL)),
  CHECK ((state IN ('paid', 'part paid', 'refused')) = (answered_on IS NOT NULL)),
  CHECK (state = 'preparing' OR evidence IS NOT NULL OR link IS NOT NULL),
  CHECK (state = 'refused' OR is_archived OR others_pence + COALESCE(paid_pence, amount_pence) <= source_pence)
);
CREATE UNIQUE INDEX claim_versions_standing ON claim_versions (item_id) WHERE until_at IS NULL;
CREATE INDEX claim_versions_ended ON claim_versions (until_at, from_at);
CREATE INDEX claim_versions_of_project ON claim_versions (project_id, from_at);
CREATE INDEX claim_versions_of_source ON claim_versions (source_id, project_id);
CREATE UNIQUE INDEX claim_versions_once ON claim_versions (source_id, year, quarter)
  WHERE until_at IS NULL AND is_archived = FALSE AND state <> 'refused';

-- Days of the team's own people in a quarter, by what they do.
CREATE TABLE capacity_versions (
  item_id TEXT NOT NULL REFERENCES programme_items (id),
  project_id TEXT CHECK (project_id IS NULL),
  number INTEGER NOT NULL CHECK (number > 0),
  from_at TIMESTAMPTZ NOT NULL,
  until_at TIMESTAMPTZ CHECK (until_at IS NULL OR until_at >= from_at),
  changed_by TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('person', 'file', 'report')),
  reason TEXT CHECK (reason IS NULL OR length(reason) BETWEEN 1 AND 1000),
  is_archived BOOLEAN NOT NULL,
  role TEXT NOT NULL CHECK (length(role) BETWEEN 1 AND 100),
  -- The role in small letters, by which need and capacity meet.
  role_key TEXT NOT NULL CHECK (length(role_key) BETWEEN 1 AND 300),
  -- The calendar year in which the financial year begins, and the quarter from April: 2020 and 4 for January to March 2021.
  year INTEGER NOT NULL CHECK (year BETWEEN 2000 AND 2199),
  quarter INTEGER NOT NULL CHECK (quarter BETWEEN 1 AND 4),
  days INTEGER NOT NULL CHECK (days BETWEEN 0 AND 100000),
  note TEXT CHECK (note IS NULL OR length(note) BETWEEN 1 AND 500),
  PRIMARY KEY (item_id, number)
);
CREATE UNIQUE INDEX capacity_versions_standing ON capacity_versions (item_id) WHERE until_at IS NULL;
CREATE INDEX capacity_versions_ended ON capacity_versions (until_at, from_at);
CREATE UNIQUE INDEX capacity_versions_once ON capacity_versions (role_key, year, quarter) WHERE until_at IS NULL AND is_archived = FALSE;

-- Days that a project needs of them.
CREATE TABLE effort_versions (
  item_id TEXT NOT NULL REFERENCES programme_items (id),
  project_id TEXT NOT NULL REFERENCES programme_items (id),
  number INTEGER NOT NULL CHECK (number > 0),
  from_at TIMESTAMPTZ NOT NULL,
  until_at TIMESTAMPTZ CHECK (until_at IS NULL OR until_at >= from_at),
  changed_by TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('person', 'file', 'report')),
  reason TEXT CHECK (reason IS NULL OR length(reason) BETWEEN 1 AND 1000),
  is_archived BOOLEAN NOT NULL,
  role TEXT NOT NULL CHECK (length(role) BETWEEN 1 AND 100),
  role_key TEXT NOT NULL CHECK (length(role_key) BETWEEN 1 AND 300),
  -- The calendar year in which the financial year begins, and the quarter from April: 2020 and 4 for January to March 2021.
  year INTEGER NOT NULL CHECK (year BETWEEN 2000 AND 2199),
  quarter INTEGER NOT NULL CHECK (quarter BETWEEN 1 AND 4),
  days INTEGER NOT NULL CHECK (days BETWEEN 0 AND 100000),
  note TEXT CHECK (note IS NULL OR length(note) BETWEEN 1 AND 500),
  PRIMARY KEY (item_id, number)
);
CREATE UNIQUE INDEX effort_versions_standing ON effort_versions (item_id) WHERE until_at IS NULL;
CREATE INDEX effort_versions_ended ON effort_versions (until_at, from_at);
CREATE INDEX effort_versions_of_project ON effort_versions (project_id, from_at);
CREATE UNIQUE INDEX effort_versions_once ON effort_versions (project_id, role_key, year, quarter) WHERE until_at IS NULL AND is_archived = FALSE;

-- What a project buys of others: from tender to contract. Dates are as PlannedDate writes them.
CREATE TABLE commission_versions (
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
  state TEXT NOT NULL CHECK (state IN ('planned', 'tender', 'evaluation', 'awarded', 'contracted', 'stopped')),
  value_pence BIGINT CHECK (value_pence BETWEEN 0 AND 100000000000000),
  supplier TEXT CHECK (supplier IS NULL OR length(supplier) BETWEEN 1 AND 200),
  tender TEXT CHECK (tender IS NULL OR length(tender) BETWEEN 4 AND 20),
  evaluation TEXT CHECK (evaluation IS NULL OR length(evaluation) BETWEEN 4 AND 20),
  award TEXT CHECK (award IS NULL OR length(award) BETWEEN 4 AND 20),
  contract TEXT CHECK (contract IS NULL OR length(contract) BETWEEN 4 AND 20),
  -- By when the funder wants the contract let.
  deadline TEXT CHECK (deadline IS NULL OR length(deadline) BETWEEN 4 AND 20),
  -- Whether the contract says what the supplier must do for equality.
  clauses TEXT NOT NULL CHECK (clauses IN ('yes', 'not yet', 'none')),
  clauses_note TEXT CHECK (clauses_note IS NULL OR length(clauses_note) BETWEEN 1 AND 1000),
  PRIMARY KEY (item_id, number),
  CHECK (clauses <> 'none' OR clauses_note IS NOT NULL),
  CHECK (state NOT IN ('awarded', 'contracted') OR supplier IS NOT NULL),
  CHECK (state NOT IN ('awarded', 'contracted') OR award IS NOT NULL),
  CHECK (state <> 'contracted' OR contract IS NOT NULL)
);
CREATE UNIQUE INDEX commission_versions_standing ON commission_versions (item_id) WHERE until_at IS NULL;
CREATE INDEX commission_versions_ended ON commission_versions (until_at, from_at);
CREATE INDEX commission_versions_of_project ON commission_versions (project_id, from_at);

-- What a supplier must tell us by when, so that we see whom the work reaches.
CREATE TABLE monitoring_versions (
  item_id TEXT NOT NULL REFERENCES programme_items (id),
  project_id TEXT NOT NULL REFERENCES programme_items (id),
  number INTEGER NOT NULL CHECK (number > 0),
  from_at TIMESTAMPTZ NOT NULL,
  until_at TIMESTAMPTZ CHECK (until_at IS NULL OR until_at >= from_at),
  changed_by TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('person', 'file', 'report')),
  reason TEXT CHECK (reason IS NULL OR length(reason) BETWEEN 1 AND 1000),
  is_archived BOOLEAN NOT NULL,
  commission_id TEXT NOT NULL,
  words TEXT NOT NULL CHECK (length(words) BETWEEN 1 AND 300),
  due_on DATE NOT NULL,
  received_on DATE,
  note TEXT CHECK (note IS NULL OR length(note) BETWEEN 1 AND 500),
  PRIMARY KEY (item_id, number),
  FOREIGN KEY (commission_id, project_id) REFERENCES programme_items (id, project_id)
);
CREATE UNIQUE INDEX monitoring_versions_standing ON monitoring_versions (item_id) WHERE until_at IS NULL;
CREATE INDEX monitoring_versions_ended ON monitoring_versions (until_at, from_at);
CREATE INDEX monitoring_versions_of_project ON monitoring_versions (project_id, from_at);
CREATE INDEX monitoring_versions_of_commission ON monitoring_versions (commission_id, project_id);
