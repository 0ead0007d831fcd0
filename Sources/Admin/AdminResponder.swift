import HTTPTypes
import Telemetry

/// Answers the three questions of the admin port, from what is known: no answer waits for anything.
struct AdminResponder: Sendable {
  struct Answer: Hashable {
    let status: HTTPResponse.Status
    let contentType: String
    let body: String
  }

  let health: HealthBoard
  let metrics: PrometheusRegistry

  /// - Parameter path: with its query, which means nothing here.
  func answer(_ method: HTTPRequest.Method, _ path: String) throws -> Answer {
    guard let question = question(path) else {
      return text(.notFound, "Not found. Ask for /livez, /readyz or /metrics.\n")
    }
    guard method == .get || method == .head else { return text(.methodNotAllowed, "Only GET and HEAD.\n") }
    switch question {
    case .liveness: return try report(health.liveness)
    case .readiness: return try report(health.readiness)
    case .metrics:
      return Answer(
        status: .ok,
        contentType: "text/plain; version=0.0.4; charset=utf-8",
        body: metrics.exposition()
      )
    }
  }

  private enum Question: String {
    case liveness = "/livez"
    case readiness = "/readyz"
    case metrics = "/metrics"
  }

  private func question(_ path: String) -> Question? {
    Question(rawValue: String(path.prefix { $0 != "?" }))
  }

  private func report(_ report: HealthReport) throws -> Answer {
    Answer(
      status: report.isHealthy ? .ok : .serviceUnavailable,
      contentType: "application/json",
      body: try report.json()
    )
  }

  private func text(_ status: HTTPResponse.Status, _ body: String) -> Answer {
    Answer(status: status, contentType: "text/plain; charset=utf-8", body: body)
  }
}
