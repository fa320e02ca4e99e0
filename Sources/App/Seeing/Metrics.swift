import Core
import Database
import HTTPTypes
import Messages
import Web

/// Numbers for programs that watch. Nothing in them names a person: addresses are routes, and everything else is counts.
struct Metrics: Sendable {
  let pierhead: Pierhead

  var routes: [Route] { [.get("/metrics", .anyone, answer)] }

  /// For programs on this machine, and for whoever has the token. To others there is no such page where no token is set.
  private func answer(_ visit: Visit) async throws -> Answer {
    let token = pierhead.configuration.metricsToken
    guard visit.isFromHere || token.map(visit.carries(bearer:)) ?? false else {
      guard token != nil else { throw Rejection.notFound("Page") }
      var refusal = Answer.text("The token is missing or wrong.\n", .unauthorized)
      refusal.headers[.wwwAuthenticate] = "Bearer"
      return refusal
    }
    return Answer(
      status: .ok, headers: [:],
      body: .bytes(Array(try await text().utf8), contentType: MetricsText.contentType))
  }

  func text() async throws -> String {
    var metrics = MetricsText()
    let (watch, database) = (pierhead.watch, pierhead.database)
    metrics.family("pierhead_info", .gauge, "What runs here. Always 1.")
    metrics.sample(
      1,
      [
        ("version", Release.version), ("commit", Release.commit ?? ""),
        ("engine", database.engineName),
        ("schema", String(Database.schema)),
      ])
    metrics.one(
      "pierhead_uptime_seconds", .gauge, "Since this server started, by a clock that nobody sets.",
      watch.seconds)
    watch.meter.write(to: &metrics)
    connections(to: &metrics)
    process(to: &metrics)
    commits(to: &metrics)
    jobs(to: &metrics)
    await asked(to: &metrics)
    return metrics.text
  }

  private func connections(to metrics: inout MetricsText) {
    let connections = pierhead.watch.connections
    metrics.one(
      "pierhead_connections_open", .gauge, "Connections of visitors and proxies.",
      Double(connections.open))
    metrics.one(
      "pierhead_connections_total", .counter, "Connections that were opened.",
      Double(connections.all))
    metrics.family(
      "pierhead_connections_ended_total", .counter, "Connections that we ended, by why.")
    for ending in Connections.Ending.allCases {
      metrics.sample(connections.ended(ending), [("why", ending.rawValue)])
    }
  }

  /// By the names that Prometheus' own clients use.
  private func process(to metrics: inout MetricsText) {
    let own = OwnProcess.look()
    let gauges: [(String, String, Double?)] = [
      ("process_resident_memory_bytes", "Memory in use.", own.residentBytes.map(Double.init)),
      ("process_virtual_memory_bytes", "Addresses in use.", own.virtualBytes.map(Double.init)),
      ("process_open_fds", "Open file handles.", own.openFiles.map(Double.init)),
      ("process_max_fds", "File handles there may be.", own.mostFiles.map(Double.init)),
      (
        "process_start_time_seconds", "When it started, in seconds since 1970.",
        Double(pierhead.watch.startedAt.seconds)
      ),
    ]
    for (name, help, value) in gauges { value.map { metrics.one(name, .gauge, help, $0) } }
    own.cpuSeconds.map {
      metrics.one("process_cpu_seconds_total", .counter, "Time of the processor.", $0)
    }
  }

  private func commits(to metrics: inout MetricsText) {
    let figures = pierhead.database.commitFigures
    metrics.one(
      "pierhead_commits_total", .counter, "Commits that are on disk.", Double(figures.commits))
    metrics.one(
      "pierhead_commit_failures_total", .counter, "Commits that failed.", Double(figures.failures))
    metrics.family(
      "pierhead_commit_works", .histogram, "Changes and looks that shared a commit.")
    metrics.histogram(
      [], bounds: CommitFigures.bounds.map(Double.init), counts: figures.sizes,
      sum: Double(figures.works))
    metrics.one(
      "pierhead_commit_waiting", .gauge, "Changes and looks that wait for a commit.",
      Double(figures.waiting))
    metrics.one(
      "pierhead_commit_busy_seconds", .gauge,
      "How long the commit takes that is being made; 0 where none is.",
      figures.busy?.seconds ?? 0)
  }

  private func jobs(to metrics: inout MetricsText) {
    metrics.family(
      "pierhead_job_last_success_seconds", .gauge,
      "When regular work last went through on this server, in seconds since 1970.")
    for job in Watch.Job.allCases {
      guard let at = pierhead.watch.lastSuccess(of: job) else { continue }
      metrics.sample(Int(at.seconds), [("job", job.rawValue)])
    }
  }

  /// What the database must be asked for. Where it does not answer, that is a number too, and the rest stands.
  private func asked(to metrics: inout MetricsText) async {
    let health = await pierhead.watch.health.health()
    metrics.family("pierhead_ready", .gauge, "1 for each check of /health/ready that is right.")
    for check in health.checks {
      metrics.sample(check.trouble == nil ? 1 : 0, [("check", check.name)])
    }
    guard health.checks.first?.trouble == nil else { return }
    let queue: MessageQueue
    do { queue = try await pierhead.messages.queue() } catch { return }  // the check above tells it
    metrics.family(
      "pierhead_messages", .gauge,
      "Messages that have not ended, counted up to \(MessageQueue.most).")
    for (state, count) in [
      ("waiting", queue.waiting), ("sending", queue.sending), ("held", queue.held),
      ("failed", queue.failed),
    ] {
      metrics.sample(count, [("state", state)])
    }
    let now = pierhead.database.wall.now()
    metrics.one(
      "pierhead_messages_oldest_waiting_seconds", .gauge,
      "Age of the oldest message that waits; 0 where none does.",
      Double(queue.oldest.map { now.seconds - $0.seconds } ?? 0))
  }
}
