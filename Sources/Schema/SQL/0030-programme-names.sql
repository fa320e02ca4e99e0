-- One name, one project: of those that stand and are not archived. The door says it first, in words, and looks past case in any
-- script; this holds where two come at the same moment.
CREATE UNIQUE INDEX project_versions_name ON project_versions (lower(name)) WHERE until_at IS NULL AND NOT is_archived;

-- Nothing asks for milestones by their day: a portfolio is read whole.
DROP INDEX milestone_versions_due;
