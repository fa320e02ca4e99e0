-- Who was told of which date of the programme that comes close. Once for each occasion.
CREATE TABLE programme_reminders (
  account_id TEXT NOT NULL REFERENCES accounts (id),
  item_id TEXT NOT NULL REFERENCES programme_items (id),
  -- The papers of a pack go out and clearances are missing; a condition of a gate is due; it is overdue.
  occasion TEXT NOT NULL CHECK (occasion IN ('papers', 'condition', 'overdue')),
  due_on DATE NOT NULL,
  told_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (account_id, item_id, occasion, due_on)
);
