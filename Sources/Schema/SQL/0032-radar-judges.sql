-- Who may say of two that the radar shows that they are not one.

INSERT INTO role_grants (role, verb, scope) SELECT key, 'judge_radar', 'all' FROM roles
  WHERE key IN ('programme_office', 'engagement_lead');
INSERT INTO role_grants (role, verb, scope) SELECT key, 'judge_radar', 'own' FROM roles WHERE key = 'action_owner';
