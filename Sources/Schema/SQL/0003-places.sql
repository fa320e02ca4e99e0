-- Districts of the region, as data with dates: another authority loads its own.
CREATE TABLE districts (
  code TEXT PRIMARY KEY CHECK (length(code) = 9),
  name TEXT NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 100),
  valid_from DATE NOT NULL,
  valid_to DATE,
  CHECK (valid_to IS NULL OR valid_to > valid_from)
);

-- Running totals that lists show, kept in the transaction that changes them, so that no page counts rows.
CREATE TABLE counters (
  name TEXT PRIMARY KEY,
  amount BIGINT NOT NULL CHECK (amount >= 0)
);
