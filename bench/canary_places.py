"""Where values of the drill `canary` may stand, each with its reason. Whatever is not written here is a find."""

# What opens something: it may stand in clear nowhere, not even in the database.
SECRETS = {
    "password", "code", "second factor", "recovery code", "set-up link", "invitation link", "cookie", "token", "webhook secret", "setting", "form token"}
# Answers that show a secret to whom it is for, once: the form of what was asked, the kinds, why.
SHOWN = [
    (r"(GET|POST) /set-up/", {"set-up link", "second factor", "recovery code"}, "the page of that link, the picture for the app, the codes"),
    (r"(GET|POST) /invitation/", {"invitation link"}, "the form goes to the link's own address"),
    (r"POST /tokens/new", {"token"}, "shown only now"),
    (r"POST /webhooks", {"webhook secret"}, "shown only now"),
]
# Standard output that hands a secret to whoever typed the command.
PRINTED = [("user-add", {"set-up link"}), ("user-token", {"token"})]
# Columns in which values stand in clear by design, and why. Secrets stand in none but those named for them.
PERSON = {"name", "birth", "phone", "email", "address", "note", "stray"}
BY_DESIGN = {
    ("people", "full_name"): ({"name"}, "who somebody is"),
    ("people", "name_key"): ({"name"}, "by which two writings of a name are known to be one"),
    ("people", "date_of_birth"): ({"birth"}, "who somebody is"),
    ("people", "phone"): ({"phone", "stray"}, "how to reach them, as it was sent where it is no number"),
    ("people", "safe_contact"): ({"note"}, "how it is safe to reach them"),
    ("search_people", "words"): ({"name"}, "by what people are found"),
    ("search_words", "word"): ({"name"}, "by what people are found"),
    ("search_slips", "word"): ({"name"}, "by what people are found, misspelt"),
    ("referrals", "content"): (PERSON, "every value as it was sent, for whoever decides"),
    ("referrals", "notes"): ({"note"}, "what the referrer wrote"),
    ("referrals", "accepted_because"): ({"note"}, "why they were accepted all the same"),
    ("proposed_amendments", "content"): (PERSON, "what a partner sent otherwise the second time"),
    ("keyed_referrals", "another_adult"): ({"name"}, "who would join"),
    ("contact_notes", "body"): ({"note"}, "the note"),
    ("invitation_lists", "name"): ({"note"}, "what staff call the list"),
    ("invitations", "full_name"): ({"name"}, "who is asked, until they say no"),
    ("invitations", "date_of_birth"): ({"birth"}, "who is asked"),
    ("invitations", "email"): ({"email"}, "how to ask them"),
    ("invitations", "mobile"): ({"phone"}, "how to ask them"),
    ("invitations", "address"): ({"address"}, "how to ask them"),
    ("invitations", "reach"): ({"note"}, "what they answered"),
    ("invitations", "reach_time"): ({"note"}, "what they answered"),
    ("messages", "recipient"): ({"email", "phone"}, "to whom it goes, until it is blanked"),
    ("messages", "contents"): ({"invitation link"}, "what it says, until it is blanked. The link answers for one person, once, and opens nothing"),
    ("api_answers", "key"): ({"stray"}, "the key that a program chose for its request"),
    ("access_tokens", "purpose"): ({"note"}, "what an administrator wrote that it is for"),
    ("events", "detail"): ({"note"}, "of all that was typed only the purpose of a token: see EVENTS"),
}
# Nothing else that the drill types may stand in the record but as a commitment.
EVENTS = {"purpose of a token"}
# Secrets in the files of the database, where what was deleted may still stand.
RAW = SECRETS - {"invitation link"}
