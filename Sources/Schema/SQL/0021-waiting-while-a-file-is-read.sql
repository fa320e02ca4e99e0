-- While a file is read, its rows stand in the inbox's index and may not be seen. Where few wait besides, the inbox finds those
-- by their ids, which are older than the file's, and by the imports that were published since.
CREATE INDEX referrals_waiting ON referrals (district_code, id) WHERE state = 'waiting';
CREATE INDEX imports_published ON imports (published_at) WHERE published_at IS NOT NULL;
