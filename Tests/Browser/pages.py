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
    ],
    "action_owner": ["/programme", PROJECT],
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
    ("programme_office", PROJECT + "/rating?in=schedule", "Save the rating", "There is a problem"),
]

# Pages that answer an error, and with what.
ERRORS = [
    (None, "/nowhere", 404),
    (None, "/invitation/nothing", 404),
    ("advocate", "/inbox", 403),
    ("advocate", "/households/01900000-0000-7000-8000-000000000000", 404),
]
