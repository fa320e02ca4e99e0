-- When an account was last written to of something: each is told once a day at most.
CREATE INDEX messages_about ON messages (about, kind, created_at);

-- Which advocates, or those who covered for them, were told that the clock of a household ends, and on which day.
CREATE TABLE household_clock_tellings (
  household_id TEXT NOT NULL REFERENCES households (id),
  account_id TEXT NOT NULL REFERENCES accounts (id),
  ends_on DATE NOT NULL,
  told_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (household_id, account_id, ends_on)
);
