/// The words of every message, by key, in plain English at a reading age of about nine.
/// `{name}` is filled in from the reason's values.
package enum English {
  package static let texts: [String: String] = [
    "required": "Enter {what}",
    "choose": "Choose {what}",
    "too-long": "{what} must be {limit} characters or fewer. You have {count}.",
    "bad-day": "{what} must be a real date, like 20/11/2026",
    "not-future": "{what} must be today or earlier",
    "not-before": "{what} must not be before {day}",
    "note.kind": "Choose how you were in touch",
    "note.day": "Enter the day, like 20/11/2026",
    "note.body": "Write what was said and what was agreed",
    "note.person": "Choose someone of this household",
    "note.taken":
      "This form was used for another note. Open the household again and write it there.",
    "assignment.advocate": "Choose an advocate",
    "household.member-elsewhere":
      "One of these people is already in an open household. Leave them out, or look at that household first.",
    "referral.already-accepted": "This referral has already been accepted.",
    "referral.already-declined":
      "This referral has already been declined. You can put it back in the inbox.",
    "referral.already-withdrawn":
      "This referral has been withdrawn. You can put it back in the inbox.",
    "referral.not-declined":
      "Only a referral that was declined or withdrawn can be put back in the inbox.",
    "referral.decided-meanwhile":
      "Someone else decided this referral a moment ago. Open it again to see.",
    "referral.being-read":
      "A file with this referral is being read at this moment. Try again in a minute.",
    "referral.district": "Choose a district",
    "referral.others": "Choose only people who are on this page",
    "decline.reason": "Choose why you decline",
    "decline.note": "Write the reason, as you chose “Another reason”",
    "withdraw.reason": "Choose why they no longer want it",
    "withdraw.note": "Write the reason, as you chose “Another reason”",
    "complexity.level": "Choose how complex it is",
    "transfer.district": "Choose another district",
    "transfer.reason": "Write why you send it there",
    "transfer.no-district": "Nobody has said which district this is. Set the district instead.",
    "transfer.placed-already":
      "The district was said or set already. Send the referral to the other district instead.",
    "done.note-added": "Your note is saved.",
    "done.assigned": "The advocate is assigned.",
    "done.accepted": "The referral is accepted and the household is open. Assign an advocate next.",
    "done.declined": "The referral is declined. You can put it back if this was a mistake.",
    "done.reopened": "The referral is back in the inbox.",
    "done.withdrawn": "The referral is withdrawn. You can put it back if this was a mistake.",
    "done.complexity-set": "It is saved how complex this is.",
    "done.placed": "The district is saved.",
    "done.placed-elsewhere":
      "The district is saved. The referral is in that district’s inbox now, and not in yours.",
    "done.transferred":
      "The referral is sent to the other district. Its team leader reads why.",
    "remark.bad_postcode": "it is not a full postcode.",
    "remark.outside_region": "it is outside the region.",
    "remark.unknown_district": "it is not a district of the region.",
    "remark.bad_phone": "it is not a whole phone number.",
    "remark.bad_email": "it is not an email address.",
    "remark.bad_value": "what was sent could not be read.",
    "remark.bad_date": "the date could not be read.",
    "remark.unknown_code": "one of the words is not on our list.",
    "remark.under_16": "younger than 16 when referred.",
    "remark.over_100": "older than 100 when referred. Is the year right?",
    "user.district": "There is no district called {name}",
    "anchor.unusable": "A line of the anchor is not a number and a hash: {line}",
    "record.reference": "Enter a household's reference, like HH-2026-0042",
    "record.no-household": "No household that you may see has this reference",
    "search.nothing": "Type a name, a date of birth, a phone number, a postcode or a reference",
    "search.too-little": "Type at least two letters, or a whole date, phone number or postcode",
    "pace": "You have opened many pages in a short time. Wait a minute, then go on.",
    "page-expired":
      "This page was open for too long. Nothing is lost: check the form and send it again.",
    "access.not-right": "The email address, password or code is not right. Each code works once.",
    "access.again-not-right": "The password or the code is not right. Each code works once.",
    "access.code-wrong": "That code is not right. Each code works once: wait for the next one.",
    "access.too-many": "Too many tries. Wait {seconds} seconds, then try again.",
    "access.busy": "Many people are signing in. Wait a few seconds, then try again.",
    "access.password-short": "Use at least {least} characters",
    "access.password-common": "This is one of the passwords that people try first. Choose another.",
    "access.password-guessable":
      "This is mostly a name or a word that others would try. Add words that have nothing to do with it.",
    "access.email-wrong": "Enter an email address, like name@example.org",
    "access.email-taken": "There is an account with this email address",
    "access.unknown-role": "There is no role {role}",
    "access.unknown-district": "There is no district {code}",
    "access.token-days": "A token lasts 1 to 365 days",
    "access.not-yourself": "You can't disable your own account. Ask another administrator.",
    "access.own-roles":
      "You can't change your own roles or districts. Ask another administrator.",
    "access.amended-meanwhile":
      "Someone else changed this account a moment ago. Open it again and look before you change it.",
    "access.already-disabled": "This account is disabled.",
    "done.signed-out": "You are signed out",
    "done.session-ended": "That browser is signed out",
    "done.sessions-ended": "The sessions are ended",
    "done.password-changed": "Your password is changed",
    "done.account-amended": "The account is changed",
    "done.account-disabled": "The account is disabled",
  ]
}
