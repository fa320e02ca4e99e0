-- Highlight reports: what a project's owner says of a month, approved by the programme office and frozen then (decision 40).
INSERT INTO programme_kinds (key, is_of_project) VALUES ('report', TRUE);

-- A report exactly as it was approved, with the lists of that moment, as JSON. Nothing changes it, and nothing takes it away
-- while an approved version names it.
CREATE TABLE report_snapshots (
  item_id TEXT PRIMARY KEY REFERENCES programme_items (id),
  digest TEXT NOT NULL CHECK (length(digest) = 64),
  content TEXT NOT NULL CHECK (content <> ''),
  UNIQUE (item_id, digest)
);

CREATE TABLE report_versions (
  item_id TEXT NOT NULL REFERENCES programme_items (id),
  project_id TEXT NOT NULL REFERENCES programme_items (id),
  number INTEGER NOT NULL CHECK (number > 0),
  from_at TIMESTAMPTZ NOT NULL,
  until_at TIMESTAMPTZ CHECK (until_at IS NULL OR until_at >= from_at),
  changed_by TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('person', 'file', 'report')),
  reason TEXT CHECK (reason IS NULL OR length(reason) BETWEEN 1 AND 1000),
  -- Withdrawn.
  is_archived BOOLEAN NOT NULL,
  -- A month, `2021-01`.
  period TEXT NOT NULL CHECK (length(period) = 7),
  state TEXT NOT NULL CHECK (state IN ('draft', 'sent', 'returned', 'approved')),
  -- Who began it, who sent it, and who of the programme office approved or returned it: accounts, or Pierhead itself.
  written_by TEXT NOT NULL,
  sent_by TEXT,
  decided_by TEXT,
  done_words TEXT CHECK (done_words IS NULL OR length(done_words) BETWEEN 1 AND 4000),
  next_words TEXT CHECK (next_words IS NULL OR length(next_words) BETWEEN 1 AND 4000),
  -- What the board is asked to decide.
  decisions TEXT CHECK (decisions IS NULL OR length(decisions) BETWEEN 1 AND 4000),
  -- Why it was returned.
  answer TEXT CHECK (answer IS NULL OR length(answer) BETWEEN 1 AND 1000),
  digest TEXT,
  PRIMARY KEY (item_id, number),
  FOREIGN KEY (item_id, digest) REFERENCES report_snapshots (item_id, digest),
  CHECK ((state = 'approved') = (digest IS NOT NULL)),
  -- What is approved never ends, so no version can follow it: it is frozen, and not withdrawn.
  CHECK (state <> 'approved' OR (until_at IS NULL AND NOT is_archived)),
  CHECK (state NOT IN ('sent', 'approved')
    OR (sent_by IS NOT NULL AND done_words IS NOT NULL AND next_words IS NOT NULL)),
  CHECK (state NOT IN ('approved', 'returned') OR decided_by IS NOT NULL),
  CHECK (state <> 'returned' OR answer IS NOT NULL),
  -- Nobody approves what they wrote.
  CHECK (state <> 'approved' OR (decided_by <> written_by AND decided_by <> sent_by))
);
CREATE UNIQUE INDEX report_versions_standing ON report_versions (item_id) WHERE until_at IS NULL;
-- One report for each project and month.
CREATE UNIQUE INDEX report_versions_once ON report_versions (project_id, period) WHERE until_at IS NULL AND NOT is_archived;
CREATE INDEX report_versions_ended ON report_versions (until_at, from_at);
CREATE INDEX report_versions_of_project ON report_versions (project_id, from_at);
CREATE INDEX report_versions_of_period ON report_versions (period, project_id) WHERE until_at IS NULL;

-- What each version says of the project in each respect. Not rated is a choice too.
CREATE TABLE report_ratings (
  item_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  respect TEXT NOT NULL,
  scale TEXT NOT NULL,
  is_chosen BOOLEAN NOT NULL,
  rating TEXT CHECK (rating IS NULL OR is_chosen),
  -- Whether it changed since the month before, or goes against the facts, in a report that was sent.
  needs_reason BOOLEAN NOT NULL,
  reason TEXT CHECK (reason IS NULL OR length(reason) BETWEEN 1 AND 1000),
  PRIMARY KEY (item_id, number, respect),
  FOREIGN KEY (item_id, number) REFERENCES report_versions (item_id, number),
  CHECK (reason IS NOT NULL OR NOT needs_reason)
);

-- Ratings by the month that they were said for.
CREATE INDEX rating_versions_of_period ON rating_versions (project_id, period) WHERE period IS NOT NULL;

-- Who was reminded of the reports for which month. Once.
CREATE TABLE report_reminders (
  account_id TEXT NOT NULL REFERENCES accounts (id),
  period TEXT NOT NULL CHECK (length(period) = 7),
  told_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (account_id, period)
);
