"""Which pages each role is shown at both widths. A `{first:…}` is the first link of that shape on the page named.

A page that a role reaches and that is not here is not checked: a new page gets its line here.
"""

NOBODY = ["/", "/sign-in", "/components"]

ROLES = {
    "team_leader": ["/inbox", "{first:/inbox:/referrals/}", "/households", "{first:/households:/households/}"],
    "advocate": ["/today", "/households", "{first:/households:/households/}"],
    "administrator": ["/"],
}

# Sent as they stand, without a word in them: page, the button, the first words of the error. None: signed out.
EMPTY_FORMS = [
    (None, "/sign-in", "Sign in", "There is a problem"),
    ("advocate", "{first:/households:/households/}", "Add note", "There is a problem"),
]

# Pages that answer an error, and with what.
ERRORS = [
    (None, "/nowhere", 404),
    ("advocate", "/inbox", 403),
    ("advocate", "/households/01900000-0000-7000-8000-000000000000", 404),
]
