-- What a token is for, when and by whom it was made, and when it was last used. Tokens that are older than these columns
-- say nothing of it, and neither does a maker where it was made on the machine.
ALTER TABLE access_tokens ADD COLUMN purpose TEXT CHECK (length(purpose) BETWEEN 1 AND 200);
ALTER TABLE access_tokens ADD COLUMN created_at TIMESTAMPTZ;
ALTER TABLE access_tokens ADD COLUMN made_by TEXT REFERENCES accounts (id);
ALTER TABLE access_tokens ADD COLUMN last_used_at TIMESTAMPTZ;

-- The page of tokens that work: those that end first stand first.
CREATE INDEX access_tokens_that_work ON access_tokens (expires_at, id) WHERE revoked_at IS NULL;
