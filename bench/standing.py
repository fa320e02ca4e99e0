"""Accounts with tokens, and things that stand, made through the API: so that requests get further than "not found"."""

import json
import time
import urllib.request

from product import pierhead

DISTRICT = "E08000012"


def account(database, role: str) -> str:
    """A new account with this role, as its token."""
    email = f"{role}@example.org"
    words = ["--organisation", "Example Advice Centre"] if role == "referrer" else ["--district", DISTRICT]
    pierhead("user", "add", email, "--name", "Test Example", "--role", role, *words, database=database)
    return pierhead("user", "token", email, database=database).stdout.strip()


def made(server, token: str, path: str, body: dict) -> str:
    """Makes something through the API as this account; answers its id."""
    asked = urllib.request.Request(
        f"{server.url}/api/v1{path}", json.dumps(body).encode(),
        {"Authorization": f"Bearer {token}", "Content-Type": "application/json"})
    with urllib.request.urlopen(asked, timeout=30) as answer:
        return json.load(answer)["id"]


def standing(database, server, token: str) -> dict:
    """Addresses with the id of something that stands there."""
    def first(of: str) -> str:
        return database.rows(f"SELECT id FROM {of} ORDER BY id LIMIT 1")[0][0]

    root = "/programme"
    project = made(server, token, f"{root}/projects", {"name": "Example hub of today", "workstream": "commissioner"})
    milestone = made(server, token, f"{root}/projects/{project}/milestones", {"name": "First", "due": "March 2027"})
    made(server, token, f"{root}/projects/{project}/gates", {"set": "full"})
    gate = first(f"programme_items WHERE kind = 'gate' AND project_id = '{project}'")
    parts = ["assessment", "advice", "engagement", "baseline", "funding"]
    fields = {
        f"{part}_{field}": value for part in parts + ["other1"]
        for field, value in [("words", "Show it"), ("due", "31/03/2030"), ("owner", "Pearl Example")]}
    decided = {"outcome": "conditions", "body": "Example board", "decided_on": time.strftime("%Y-%m-%d"), "why": "It was talked about."}
    made(server, token, f"{root}/gates/{gate}/decision", decided | fields)
    second = made(server, token, f"{root}/projects/{project}/milestones", {"name": "Second", "due": "June 2027"})
    made(server, token, f"{root}/items/{second}/waits", {"needed": milestone})
    return {
        "/referrals/{id}": first("referrals WHERE state = 'waiting'"), "/households/{id}": first("households"),
        f"{root}/projects/{{id}}": project, f"{root}/items/{{id}}": milestone, f"{root}/gates/{{id}}": gate,
        f"{root}/conditions/{{id}}": first("programme_items WHERE kind = 'gate_condition'"),
        f"{root}/waits/{{id}}": first("programme_items WHERE kind = 'wait'"),
        f"{root}/reports/{{id}}": made(server, token, f"{root}/projects/{project}/reports", {"period": time.strftime("%Y-%m")}),
        f"{root}/benefits/{{id}}": made(
            server, token, f"{root}/projects/{project}/benefits", {"name": "People in work", "unit": "people", "groups": "everyone"}),
        f"{root}/packs/{{id}}": made(
            server, token, f"{root}/packs", {"body": "Example board", "meets_on": "2030-02-12", "papers_on": "2030-02-05"}),
    }
