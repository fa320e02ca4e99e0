/// The words of messages about gates.
extension English {
  static let gates: [String: String] = [
    "api.version-or-none":
      "Name the version that you read as a text, like \"3\", and \"0\" where nothing stands yet",
    "gate.set": "Choose which gates the project has",
    "gate.set-decided": "Something was decided at a gate, so other gates can't be chosen any more.",
    "gate.no-tranches": "This gate can't have another tranche.",
    "gate.link":
      "Enter an address that starts with https:// or http://, like https://example.org/minutes",
    "gate.day": "Enter a day up to today, like 20/11/2026",
    "gate.no-need": "Say why it is not needed",
    "gate.no-decision": "Open the form again from the decision",
    "gate.nothing": "Write down what is known, or go back",
    "gate.assessment-version": "Say which version of the impact assessment it is",
    "gate.advice-or-none": "Write down the advice or why there is none, not both",
    "gate.words-with-link": "Say in a sentence what the address leads to",
    "gate.finding": "Say what was found",
    "gate.assumption": "Choose an assumption of this project",
    "gate.outcome": "Choose what was decided",
    "gate.body": "Enter which body decided",
    "gate.pass-lacks":
      "It can't be passed without conditions, because the equality gate is not complete. {lacks}",
    "gate.no-condition": "Write down at least one condition, or choose another decision",
    "gate.condition-words": "Say what must be done",
    "gate.condition-due": "Enter a day that is not before the decision, like 31/03/2027",
    "gate.condition-owner": "Enter who does it",
    "gate.condition-settled": "This condition is settled already.",
    "gate.evidence": "Say what shows that it is met",
    "gate.still-lacks": "It is not met while something is missing at the gate. {lacks}",
    "gate.settled-by": "Enter who met it",
    "gate.not-waived": "What stands for equality can't be waived. It can only be met.",
    "gate.lacks-assessment": "The impact assessment is not recorded.",
    "gate.reopened":
      "The impact assessment is open again: something was found since. Record a new version of it.",
    "gate.lacks-advice": "There is no advice of a panel, and no reason why none was asked.",
    "gate.lacks-engagement": "It is not recorded what people told us.",
    "gate.lacks-baseline": "It is not recorded who uses it now.",
    "gate.lacks-funding": "It is not said how certain the money is.",
    "gate.lacks-secured": "The money is not secured.",
    "done.gate-chosen": "The gates are chosen.",
    "done.gate-decided": "The decision is recorded.",
    "done.gate-found":
      "It is recorded. The impact assessment is open again until there is a new version.",
  ]
}
