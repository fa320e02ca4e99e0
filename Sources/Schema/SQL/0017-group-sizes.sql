-- How many of a group wait is counted for each line of the inbox: from the index alone.
DROP INDEX referrals_of_group;
CREATE INDEX referrals_of_group ON referrals (group_id, state, import_id) WHERE group_id IS NOT NULL;
