"""Which pages each role is shown at both widths. A `{first:…}` is the first link of that shape on the page named.

A page that a role reaches and that is not here is not checked: a new page gets its line here.
"""

HOUSEHOLD = "{first:/households:/households/}"
REFERRAL = "{first:/inbox:/referrals/}"
PAIR = "{first:/duplicates:/duplicates/}"
TEAM_MEMBER = "{first:/team:/team/0}"
INVITATION_LIST = "{first:/invitations:/invitations/0}"
INVITED = "{first:" + INVITATION_LIST + ":/invited/}"
POST = "{first:/monday:/posts/}"

PROJECT = "{first:/programme:/programme/projects/0}"
PACK = "{first:/programme/packs:/programme/packs/0}"
MILESTONE = "{first:" + PROJECT + ":/programme/items/}"
GATE = "{first:/programme/gates:/programme/gates/0}"
CONDITION = "{first:/programme/conditions:/programme/conditions/}"
REPORT = "{first:/programme/reports:/programme/reports/0}"
REPORTED = "{first:/programme/reports:/programme/projects/0}"
MEETING = "{first:/programme/meetings:/programme/meetings/0}"
WAITING = "{first:/programme/dependencies:/programme/items/}"
BENEFIT = "{first:/programme/benefits:/programme/benefits/}"

NOBODY = ["/", "/sign-in", "/answered?with=yes", "/developers/components"]

ROLES = {
    "team_leader": [
        "/inbox", "/inbox?page=2", REFERRAL,
        "/households", "/households?advocate=none", HOUSEHOLD, HOUSEHOLD + "/record", HOUSEHOLD + "/record?view=lists",
        "/today", "/record", "/account",
        "/search",
        "/transfers", "/referrals/new", HOUSEHOLD + "/transfer", HOUSEHOLD + "/assignments",
        "/monday", "/team", "/team?order=load", TEAM_MEMBER, "/absences", POST,
        "/eligibility", "/late-answers",
        "/messages", "/messages?show=delivered",
        "/duplicates", PAIR, PAIR + "/merge", "/merges",
        "/invitations", "/invitations/new", INVITATION_LIST, INVITATION_LIST + "/add", INVITATION_LIST + "/send",
        INVITED, INVITED + "/referral",
    ],
    "programme_manager": [
        "/inbox", "/inbox?district=none", REFERRAL,
        "/households",
        "/monday", "/team",
        "/late-answers", "/eligibility",
        "/messages?show=waiting",
        "/duplicates",
    ],
    "advocate": [
        "/today", "/households", HOUSEHOLD, "/account/record",
        "/search",
        "/transfers", "/referrals/new", HOUSEHOLD + "/transfer",
        "/absences", "{first:/today:/appointments/}",
        "/eligibility",
    ],
    "safeguarding_lead": ["/households", HOUSEHOLD, "/record"],
    "information_governance": ["/record"],
    "administrator": [
        "/accounts", "/accounts/new", "{first:/accounts:/accounts/0}", "{first:/accounts:/accounts/0}/change",
        "/account/password",
        "/messages",
        "/webhooks", "/state",
        "/tokens", "/tokens/new",
    ],
    "analyst": ["/account", "/programme"],
    "programme_office": [
        "/programme", "/programme?on=01/01/2026", "/programme/timeline", "/programme/risks", "/programme/frame",
        "/programme/pack", "/programme/packs", "/programme/packs/new", PACK, PACK + "/public", PACK + "/full",
        "/programme/frame/new", "/programme/files", "/programme/projects/new", PROJECT, PROJECT + "/new-milestone",
        PROJECT + "/new-risk", PROJECT + "/new-source", PROJECT + "/rating?in=schedule", MILESTONE,
        "/programme/funding", "/programme/funding/falls", "{first:/programme/funding:/programme/funding/falls?source=}",
        "/programme/spend", PROJECT + "/budget", PROJECT + "/new-budget",
        "/programme/claims", PROJECT + "/claims", PROJECT + "/new-claim", "{first:/programme/claims:/programme/items/}",
        "/programme/capacity", "/programme/capacity/new", PROJECT + "/time", PROJECT + "/new-effort",
        "{first:/programme/capacity:/programme/items/}",
        "/programme/commissions", PROJECT + "/commissions", PROJECT + "/new-commission", PROJECT + "/new-monitoring",
        "{first:/programme/commissions:/programme/items/}",
        "/programme/gates", "/programme/gates?on=01/01/2026", "/programme/conditions", PROJECT + "/gates", GATE,
        GATE + "/product", GATE + "/equality", GATE + "/finding", GATE + "/decision", GATE + "/minutes", CONDITION,
        "/programme/reports", REPORTED, PROJECT + "/reports/new", REPORT,
        "/programme/dependencies", WAITING,
        "/programme/calendar", "/programme/meetings", "/programme/meetings/missing", "/programme/meetings?show=past", "/programme/meetings/new", MEETING, "/programme/bodies",
        "/programme/bodies/new", "{first:/programme/bodies:/programme/bodies/0}",
        "/programme/radar", "/programme/radar?show=dismissed", "{first:/programme/radar:/programme/radar/dismiss}",
        "/programme/touches", "/programme/touches/new", "{first:/programme/touches:/programme/touches/0}",
        "/programme/benefits", "/programme/benefits?sort=age", BENEFIT, PROJECT + "/benefits", PROJECT + "/new-benefit",
        "/programme/risks?with=look", "/programme/gap", "/programme/hindsight",
    ],
    "action_owner": ["/programme", PROJECT, "/programme/mine", "{first:/programme/mine:/programme/projects/0}"],
}

# Sent as they stand, without a word in them: page, the button, the first words of the error. None: signed out.
EMPTY_FORMS = [
    (None, "/sign-in", "Sign in", "There is a problem"),
    ("advocate", HOUSEHOLD, "Add note", "There is a problem"),
    ("team_leader", "{first:/inbox:/referrals/}", "Decline", "There is a problem"),
    ("team_leader", "{first:/households?advocate=none:/households/}/assignments", "Assign", "There is a problem"),
    ("information_governance", "/record", "Show the record", "There is a problem"),
    ("administrator", "/accounts/new", "Add", "There is a problem"),
    ("team_leader", REFERRAL, "Withdraw", "There is a problem"),
    ("team_leader", "/referrals/new", "Save the referral", "There is a problem"),
    ("advocate", HOUSEHOLD + "/transfer", "Ask", "There is a problem"),
    ("advocate", "/absences", "Save time away", "There is a problem"),
    ("team_leader", TEAM_MEMBER, "Save time away", "There is a problem"),
    ("team_leader", POST, "Hand over", "There is a problem"),
    ("administrator", "/webhooks", "Add webhook", "There is a problem"),
    ("administrator", "/tokens/new", "Make token", "There is a problem"),
    ("team_leader", PAIR, "Continue", "There is a problem"),
    ("team_leader", PAIR + "/merge", "Put them together", "There is a problem"),
    ("team_leader", "/invitations/new", "Make the list", "There is a problem"),
    ("team_leader", INVITATION_LIST + "/add", "Add this person", "There is a problem"),
    ("team_leader", INVITED, "Save what they said", "There is a problem"),
    ("team_leader", "/search", "Search", "There is a problem"),
    ("programme_office", "/programme/projects/new", "Add the project", "There is a problem"),
    ("programme_office", "/programme/frame/new", "Add", "There is a problem"),
    ("programme_office", "/programme/files", "Read the file", "There is a problem"),
    ("programme_office", PROJECT + "/new-milestone", "Add a milestone", "There is a problem"),
    ("programme_office", "/programme/meetings/new", "Add the meeting", "There is a problem"),
    ("programme_office", "/programme/bodies/new", "Add the body", "There is a problem"),
    ("programme_office", "/programme/touches/new", "Save", "There is a problem"),
    ("programme_office", PROJECT + "/new-benefit", "Add a benefit", "There is a problem"),
    ("programme_office", BENEFIT, "Add the reading", "There is a problem"),
    ("programme_office", PROJECT + "/rating?in=schedule", "Save the rating", "There is a problem"),
    ("programme_office", PROJECT + "/new-budget", "Add a quarter", "There is a problem"),
    ("programme_office", PROJECT + "/new-claim", "Add a claim", "There is a problem"),
    ("programme_office", "/programme/capacity/new", "Add days", "There is a problem"),
    ("programme_office", PROJECT + "/new-effort", "Add days", "There is a problem"),
    ("programme_office", PROJECT + "/new-commission", "Add a commission", "There is a problem"),
    ("programme_office", PROJECT + "/new-monitoring", "Add data that is due", "There is a problem"),
    ("programme_office", GATE + "/finding", "Save, and open the assessment again", "There is a problem"),
    ("programme_office", GATE + "/decision", "Record the decision", "There is a problem"),
]

# Pages that answer an error, and with what.
ERRORS = [
    (None, "/nowhere", 404),
    (None, "/invitation/nothing", 404),
    ("advocate", "/inbox", 403),
    ("advocate", "/households/01900000-0000-7000-8000-000000000000", 404),
]
