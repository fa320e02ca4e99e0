import Core
import Programme
import Web

/// Meetings, what waits and what the radar finds as JSON.
extension JSON {
  static func meetingDay(_ line: MeetingDay) -> JSON {
    [
      "id": .string(line.id.text), "version": .whole(line.number),
      "body": .string(line.body.text), "body_name": .string(line.bodyName),
      "meets_on": .day(line.day), "papers_due": .day(line.papersDue), "note": .text(line.note),
    ]
  }

  static func wait(_ line: WaitingLine) -> JSON {
    [
      "id": .string(line.id.text), "version": .whole(line.number),
      "milestone": named(line.waiting), "needed": named(line.needed),
      "weeks": .whole(line.weeks), "note": .text(line.note), "effect": .string(line.effect),
      "slip": .text(line.slip), "earliest": .text(line.earliest?.description),
    ]
  }

  private static func named(_ one: WaitingLine.Named) -> JSON {
    ["id": .string(one.id.text), "name": .string(one.name), "project": .text(one.project?.text)]
  }

  static func radar(_ line: RadarLine) -> JSON {
    [
      "pair": .string(line.pair.key), "score": .whole(line.pair.score),
      "reasons": .array(line.pair.reasons.map { .string($0) }),
      "suggestion": .string(line.pair.suggestion), "first": activity(line.pair.first),
      "second": activity(line.pair.second), "said": .string(line.said),
      "dismissed": .bool(line.isDismissed),
      "dismissal": line.dismissal.map {
        [
          "id": .string($0.id.text), "version": .whole($0.number), "by": .string($0.by),
          "since": .moment($0.since), "reason": .string($0.why),
        ]
      } ?? .null,
    ]
  }

  private static func activity(_ one: RadarActivity) -> JSON {
    [
      "touch": .string(one.key), "owner": .string(one.owner), "name": .string(one.name),
      "community": .string(one.community), "question": .string(one.purpose),
      "from": .day(one.from), "until": .day(one.until),
    ]
  }
}
