-- Gates: what a project brings to each, what is known about equality, what a body decided, and on which conditions. All
-- of it is kept in versions, as 0023-programme.sql says it (decision 41).
INSERT INTO programme_kinds (key, is_of_project) VALUES
  ('gate', TRUE), ('gate_product', TRUE), ('equality', TRUE), ('finding', TRUE), ('gate_decision', TRUE),
  ('gate_condition', TRUE);

-- One gate of a project, of a set that is data. Frames have gates too: those are words of the authority.
CREATE TABLE gate_versions (
  item_id TEXT NOT NULL REFERENCES programme_items (id),
  project_id TEXT NOT NULL REFERENCES programme_items (id),
  number INTEGER NOT NULL CHECK (number > 0),
  from_at TIMESTAMPTZ NOT NULL,
  until_at TIMESTAMPTZ CHECK (until_at IS NULL OR until_at >= from_at),
  changed_by TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('person', 'file', 'report')),
  reason TEXT CHECK (reason IS NULL OR length(reason) BETWEEN 1 AND 1000),
  is_archived BOOLEAN NOT NULL,
  gate_set TEXT NOT NULL CHECK (length(gate_set) BETWEEN 1 AND 60),
  gate TEXT NOT NULL CHECK (length(gate) BETWEEN 1 AND 60),
  -- Counts from 1 where the gate comes in several tranches, 0 where it comes once.
  tranche INTEGER NOT NULL CHECK (tranche BETWEEN 0 AND 20),
  due TEXT CHECK (due IS NULL OR length(due) BETWEEN 4 AND 20),
  due_from DATE,
  due_until DATE CHECK (due_until IS NULL OR due_until >= due_from),
  PRIMARY KEY (item_id, number),
  CHECK ((due IS NULL) = (due_from IS NULL)),
  CHECK ((due IS NULL) = (due_until IS NULL))
);
CREATE UNIQUE INDEX gate_versions_standing ON gate_versions (item_id) WHERE until_at IS NULL;
CREATE UNIQUE INDEX gate_versions_once ON gate_versions (project_id, gate, tranche) WHERE until_at IS NULL AND NOT is_archived;
CREATE INDEX gate_versions_ended ON gate_versions (until_at, from_at);
CREATE INDEX gate_versions_of_project ON gate_versions (project_id, from_at);

-- What one of the five cases brings to a gate.
CREATE TABLE gate_product_versions (
  item_id TEXT NOT NULL REFERENCES programme_items (id),
  project_id TEXT NOT NULL REFERENCES programme_items (id),
  number INTEGER NOT NULL CHECK (number > 0),
  from_at TIMESTAMPTZ NOT NULL,
  until_at TIMESTAMPTZ CHECK (until_at IS NULL OR until_at >= from_at),
  changed_by TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('person', 'file', 'report')),
  reason TEXT CHECK (reason IS NULL OR length(reason) BETWEEN 1 AND 1000),
  is_archived BOOLEAN NOT NULL,
  gate_id TEXT NOT NULL REFERENCES programme_items (id),
  product TEXT NOT NULL CHECK (length(product) BETWEEN 1 AND 60),
  state TEXT NOT NULL CHECK (state IN ('not_begun', 'draft', 'ready', 'not_needed')),
  reference TEXT CHECK (reference IS NULL OR length(reference) BETWEEN 1 AND 1000),
  link TEXT CHECK (link IS NULL OR length(link) <= 500 AND (substr(link, 1, 8) = 'https://' OR substr(link, 1, 7) = 'http://')),
  -- Why it is not needed.
  no_need TEXT CHECK (no_need IS NULL OR length(no_need) BETWEEN 1 AND 1000),
  PRIMARY KEY (item_id, number),
  CHECK ((state = 'not_needed') = (no_need IS NOT NULL))
);
CREATE UNIQUE INDEX gate_product_versions_standing ON gate_product_versions (item_id) WHERE until_at IS NULL;
CREATE UNIQUE INDEX gate_product_versions_once ON gate_product_versions (gate_id, product) WHERE until_at IS NULL;
CREATE INDEX gate_product_versions_ended ON gate_product_versions (until_at, from_at);
CREATE INDEX gate_product_versions_of_project ON gate_product_versions (project_id, from_at);

-- What is known about equality at a gate: words and addresses, until the rooms for panels and engagement stand.
CREATE TABLE equality_versions (
  item_id TEXT NOT NULL REFERENCES programme_items (id),
  project_id TEXT NOT NULL REFERENCES programme_items (id),
  number INTEGER NOT NULL CHECK (number > 0),
  from_at TIMESTAMPTZ NOT NULL,
  until_at TIMESTAMPTZ CHECK (until_at IS NULL OR until_at >= from_at),
  changed_by TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('person', 'file', 'report')),
  reason TEXT CHECK (reason IS NULL OR length(reason) BETWEEN 1 AND 1000),
  is_archived BOOLEAN NOT NULL,
  gate_id TEXT NOT NULL REFERENCES programme_items (id),
  -- Which version of the impact assessment, and when the project first recorded that version.
  assessment TEXT CHECK (assessment IS NULL OR length(assessment) BETWEEN 1 AND 100),
  assessed_at TIMESTAMPTZ,
  assessment_reference TEXT CHECK (assessment_reference IS NULL OR length(assessment_reference) BETWEEN 1 AND 2000),
  assessment_link TEXT CHECK (assessment_link IS NULL OR length(assessment_link) <= 500
    AND (substr(assessment_link, 1, 8) = 'https://' OR substr(assessment_link, 1, 7) = 'http://')),
  advice TEXT CHECK (advice IS NULL OR length(advice) BETWEEN 1 AND 2000),
  advice_link TEXT CHECK (advice_link IS NULL OR length(advice_link) <= 500
    AND (substr(advice_link, 1, 8) = 'https://' OR substr(advice_link, 1, 7) = 'http://')),
  -- Why no panel was asked.
  no_advice TEXT CHECK (no_advice IS NULL OR length(no_advice) BETWEEN 1 AND 2000),
  engagement TEXT CHECK (engagement IS NULL OR length(engagement) BETWEEN 1 AND 2000),
  engagement_link TEXT CHECK (engagement_link IS NULL OR length(engagement_link) <= 500
    AND (substr(engagement_link, 1, 8) = 'https://' OR substr(engagement_link, 1, 7) = 'http://')),
  baseline TEXT CHECK (baseline IS NULL OR length(baseline) BETWEEN 1 AND 2000),
  baseline_link TEXT CHECK (baseline_link IS NULL OR length(baseline_link) <= 500
    AND (substr(baseline_link, 1, 8) = 'https://' OR substr(baseline_link, 1, 7) = 'http://')),
  -- What a decision at the gate is held to.
  has_assessment BOOLEAN NOT NULL CHECK (has_assessment = (assessment IS NOT NULL)),
  has_advice BOOLEAN NOT NULL CHECK (has_advice = (advice IS NOT NULL OR no_advice IS NOT NULL)),
  has_engagement BOOLEAN NOT NULL CHECK (has_engagement = (engagement IS NOT NULL)),
  has_baseline BOOLEAN NOT NULL CHECK (has_baseline = (baseline IS NOT NULL)),
  PRIMARY KEY (item_id, number),
  UNIQUE (item_id, number, has_assessment, has_advice, has_engagement, has_baseline),
  CHECK ((assessment IS NULL) = (assessed_at IS NULL)),
  CHECK (advice IS NULL OR no_advice IS NULL)
);
CREATE UNIQUE INDEX equality_versions_standing ON equality_versions (item_id) WHERE until_at IS NULL;
CREATE UNIQUE INDEX equality_versions_once ON equality_versions (gate_id) WHERE until_at IS NULL;
CREATE INDEX equality_versions_ended ON equality_versions (until_at, from_at);
CREATE INDEX equality_versions_of_project ON equality_versions (project_id, from_at);

-- What speaks against something that was taken for granted. It reopens assessments that were recorded before it.
CREATE TABLE finding_versions (
  item_id TEXT NOT NULL REFERENCES programme_items (id),
  project_id TEXT NOT NULL REFERENCES programme_items (id),
  number INTEGER NOT NULL CHECK (number > 0),
  from_at TIMESTAMPTZ NOT NULL,
  until_at TIMESTAMPTZ CHECK (until_at IS NULL OR until_at >= from_at),
  changed_by TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('person', 'file', 'report')),
  reason TEXT CHECK (reason IS NULL OR length(reason) BETWEEN 1 AND 1000),
  is_archived BOOLEAN NOT NULL,
  -- The gate on whose page it was entered.
  gate_id TEXT NOT NULL REFERENCES programme_items (id),
  -- The assumption of the project that it proves wrong, where it stands in the list of risks.
  assumption_id TEXT REFERENCES programme_items (id),
  words TEXT NOT NULL CHECK (length(words) BETWEEN 1 AND 2000),
  link TEXT CHECK (link IS NULL OR length(link) <= 500 AND (substr(link, 1, 8) = 'https://' OR substr(link, 1, 7) = 'http://')),
  found_on DATE NOT NULL,
  PRIMARY KEY (item_id, number)
);
CREATE UNIQUE INDEX finding_versions_standing ON finding_versions (item_id) WHERE until_at IS NULL;
CREATE INDEX finding_versions_ended ON finding_versions (until_at, from_at);
CREATE INDEX finding_versions_of_project ON finding_versions (project_id, from_at);

-- What a body decided. It is never changed: there is only a first version, and a later decision stands beside it. What was
-- known about equality is held to the version that was looked at, so that none is passed over.
CREATE TABLE gate_decision_versions (
  item_id TEXT NOT NULL REFERENCES programme_items (id),
  project_id TEXT NOT NULL REFERENCES programme_items (id),
  number INTEGER NOT NULL CHECK (number = 1),
  from_at TIMESTAMPTZ NOT NULL,
  until_at TIMESTAMPTZ CHECK (until_at IS NULL),
  changed_by TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('person', 'file', 'report')),
  reason TEXT CHECK (reason IS NULL OR length(reason) BETWEEN 1 AND 1000),
  is_archived BOOLEAN NOT NULL CHECK (NOT is_archived),
  gate_id TEXT NOT NULL REFERENCES programme_items (id),
  outcome TEXT NOT NULL CHECK (outcome IN ('pass', 'conditions', 'return', 'stop')),
  body TEXT NOT NULL CHECK (length(body) BETWEEN 1 AND 200),
  decided_on DATE NOT NULL,
  minutes_link TEXT CHECK (minutes_link IS NULL OR length(minutes_link) <= 500
    AND (substr(minutes_link, 1, 8) = 'https://' OR substr(minutes_link, 1, 7) = 'http://')),
  why TEXT NOT NULL CHECK (length(why) BETWEEN 1 AND 2000),
  -- How many conditions came with it.
  conditions INTEGER NOT NULL CHECK (conditions BETWEEN 0 AND 20),
  equality_id TEXT,
  equality_number INTEGER,
  has_assessment BOOLEAN NOT NULL,
  has_advice BOOLEAN NOT NULL,
  has_engagement BOOLEAN NOT NULL,
  has_baseline BOOLEAN NOT NULL,
  -- Something was found since that speaks against the assessment.
  is_reopened BOOLEAN NOT NULL,
  funding TEXT NOT NULL CHECK (funding IN ('secured', 'unconfirmed', 'unknown')),
  -- What the gate asks of the money: that its state is said, or that it is secured.
  funding_need TEXT NOT NULL CHECK (funding_need IN ('known', 'secured')),
  -- The condition that stands for a part that is missing.
  assessment_condition TEXT REFERENCES programme_items (id),
  advice_condition TEXT REFERENCES programme_items (id),
  engagement_condition TEXT REFERENCES programme_items (id),
  baseline_condition TEXT REFERENCES programme_items (id),
  funding_condition TEXT REFERENCES programme_items (id),
  PRIMARY KEY (item_id, number),
  FOREIGN KEY (equality_id, equality_number, has_assessment, has_advice, has_engagement, has_baseline)
    REFERENCES equality_versions (item_id, number, has_assessment, has_advice, has_engagement, has_baseline),
  CHECK ((equality_id IS NULL) = (equality_number IS NULL)),
  CHECK (equality_id IS NOT NULL OR NOT (has_assessment OR has_advice OR has_engagement OR has_baseline)),
  CHECK (has_assessment OR NOT is_reopened),
  CHECK ((outcome = 'conditions') = (conditions > 0)),
  CHECK (outcome <> 'pass' OR (has_assessment AND has_advice AND has_engagement AND has_baseline AND NOT is_reopened)),
  CHECK (outcome <> 'pass' OR funding = 'secured' OR (funding = 'unconfirmed' AND funding_need = 'known')),
  CHECK (outcome <> 'conditions' OR (has_assessment AND NOT is_reopened) OR assessment_condition IS NOT NULL),
  CHECK (outcome <> 'conditions' OR has_advice OR advice_condition IS NOT NULL),
  CHECK (outcome <> 'conditions' OR has_engagement OR engagement_condition IS NOT NULL),
  CHECK (outcome <> 'conditions' OR has_baseline OR baseline_condition IS NOT NULL),
  CHECK (outcome <> 'conditions' OR funding = 'secured' OR (funding = 'unconfirmed' AND funding_need = 'known')
    OR funding_condition IS NOT NULL)
);
CREATE UNIQUE INDEX gate_decision_versions_standing ON gate_decision_versions (item_id) WHERE until_at IS NULL;
CREATE INDEX gate_decision_versions_ended ON gate_decision_versions (until_at, from_at);
CREATE INDEX gate_decision_versions_of_project ON gate_decision_versions (project_id, from_at);
CREATE INDEX gate_decision_versions_of_gate ON gate_decision_versions (gate_id, decided_on);

-- What must still be done by a day after a gate was passed.
CREATE TABLE gate_condition_versions (
  item_id TEXT NOT NULL REFERENCES programme_items (id),
  project_id TEXT NOT NULL REFERENCES programme_items (id),
  number INTEGER NOT NULL CHECK (number > 0),
  from_at TIMESTAMPTZ NOT NULL,
  until_at TIMESTAMPTZ CHECK (until_at IS NULL OR until_at >= from_at),
  changed_by TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('person', 'file', 'report')),
  reason TEXT CHECK (reason IS NULL OR length(reason) BETWEEN 1 AND 1000),
  is_archived BOOLEAN NOT NULL CHECK (NOT is_archived),
  gate_id TEXT NOT NULL REFERENCES programme_items (id),
  -- Written before its decision, which names it.
  decision_id TEXT NOT NULL REFERENCES programme_items (id) DEFERRABLE INITIALLY DEFERRED,
  -- The part of the equality gate that it stands for.
  part TEXT CHECK (part IN ('assessment', 'advice', 'engagement', 'baseline', 'funding')),
  words TEXT NOT NULL CHECK (length(words) BETWEEN 1 AND 1000),
  due_on DATE NOT NULL,
  owner TEXT NOT NULL CHECK (length(owner) BETWEEN 1 AND 200),
  state TEXT NOT NULL CHECK (state IN ('open', 'met', 'waived')),
  settled_on DATE,
  settled_by TEXT CHECK (settled_by IS NULL OR length(settled_by) BETWEEN 1 AND 200),
  evidence TEXT CHECK (evidence IS NULL OR length(evidence) BETWEEN 1 AND 2000),
  evidence_link TEXT CHECK (evidence_link IS NULL OR length(evidence_link) <= 500
    AND (substr(evidence_link, 1, 8) = 'https://' OR substr(evidence_link, 1, 7) = 'http://')),
  -- Why nobody has to meet it any more.
  waived_because TEXT CHECK (waived_because IS NULL OR length(waived_because) BETWEEN 1 AND 1000),
  PRIMARY KEY (item_id, number),
  CHECK ((state = 'open') = (settled_on IS NULL)),
  CHECK ((state = 'met') = (evidence IS NOT NULL)),
  CHECK ((state = 'met') = (settled_by IS NOT NULL)),
  CHECK (state = 'met' OR evidence_link IS NULL),
  CHECK ((state = 'waived') = (waived_because IS NOT NULL)),
  -- Equality is not waived.
  CHECK (state <> 'waived' OR part IS NULL)
);
CREATE UNIQUE INDEX gate_condition_versions_standing ON gate_condition_versions (item_id) WHERE until_at IS NULL;
CREATE INDEX gate_condition_versions_ended ON gate_condition_versions (until_at, from_at);
CREATE INDEX gate_condition_versions_of_project ON gate_condition_versions (project_id, from_at);
CREATE INDEX gate_condition_versions_open ON gate_condition_versions (due_on, item_id) WHERE until_at IS NULL AND state = 'open';
