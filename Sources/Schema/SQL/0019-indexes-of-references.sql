-- Before a row is taken away, the database asks every table that could refer to it. A file that was cut off is taken away
-- row by row: each of those questions must be answered from an index.
CREATE INDEX person_matches_of_like ON person_matches (like_person_id);
CREATE INDEX households_of_lead ON households (lead_person_id);
CREATE INDEX contact_notes_of_person ON contact_notes (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX messages_of_person ON messages (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX appointments_of_person ON appointments (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX person_merges_of_kept ON person_merges (kept_person_id);
CREATE INDEX person_merges_of_merged ON person_merges (merged_person_id);
CREATE INDEX transfer_requests_of_referral ON transfer_requests (referral_id);
