import Core
import Database
import Programme

extension Demonstration {
  /// Benefits of made-up projects with readings, one that nobody measured, and a dis-benefit.
  static func addBenefits(_ pierhead: Pierhead) async throws {
    let (programme, today) = (pierhead.programme, pierhead.database.wall.today)
    let lines = try await programme.portfolio(for: .system).lines
    func add(_ project: String, _ fields: [String: String], _ readings: [(String, Int)])
      async throws
    {
      guard let line = lines.first(where: { $0.project.value.name == project }) else {
        throw Fault("the demonstration has no project \(project)")
      }
      let benefit = ProgrammeItemID(at: pierhead.database.wall.now())
      let start = [
        "baseline_on": today.adding(days: -400).written,
        "target_on": today.adding(days: 500).written,
      ]
      try await programme.addBenefit(
        start.merging(fields) { $1 }, as: benefit, to: line.id, by: .system)
      for (value, days) in readings {
        try await programme.addReading(
          ["value": value, "on": today.adding(days: -days).written, "source": "Staff survey"],
          as: ProgrammeItemID(at: pierhead.database.wall.now()), of: benefit, by: .system)
      }
    }
    try await add(
      "Fair recruitment",
      [
        "name": "Applicants from ethnic minorities who are offered the post", "unit": "%",
        "baseline_value": "11.5", "baseline_source": "Recruitment records", "target_value": "18",
        "owner": "Recruitment team", "groups": "ethnic-minorities",
      ], [("11.9", 300), ("13", 200), ("12.6", 110), ("14.2", 20)])
    try await add(
      "Fair recruitment",
      [
        "name": "Days until a post is filled", "sort": "disbenefit",
        "borne_by": "Teams that wait for staff",
        "unit": "days", "direction": "less", "baseline_value": "62",
        "baseline_source": "Recruitment records", "target_value": "75", "groups": "everyone",
      ], [("71", 60)])
    try await add(
      "Business hub pilot",
      [
        "name": "Businesses helped that are led by women", "unit": "businesses",
        "baseline_value": "0",
        "baseline_source": "Nothing like it was there", "target_value": "40",
        "owner": "Hub advisers", "groups": "women",
      ], [])
  }
}
