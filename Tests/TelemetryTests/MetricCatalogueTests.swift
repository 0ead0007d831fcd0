import Telemetry
import Testing

@Suite("Metric catalogue")
struct MetricCatalogueTests {
  /// The names of the contract, section 6, with their labels.
  static let contract: [String: [String]] = [
    "events_received_total": ["stream"], "events_applied_total": ["stream"], "events_duplicate_total": ["stream"],
    "events_dead_lettered_total": ["stream", "reason"], "events_reclaimed_total": ["stream"],
    "events_trimmed_unread_total": ["stream"], "group_recreated_total": ["stream"],
    "outcomes_created_total": ["outcome_type"], "outcomes_resolved_total": ["outcome_type", "status"],
    "stream_backlog_entries": ["stream"], "stream_backlog_known": ["stream"],
    "stream_oldest_entry_age_seconds": ["stream"], "outbox_depth": [], "event_to_commit_seconds": [],
    "event_to_bin_seconds": [], "batch_commit_seconds": [], "batch_size_events": [],
    "calibration_samples_folded_total": [], "calibration_adjustments_total": ["direction"],
    "http_request_duration_seconds": ["route", "status"], "sse_connections": [],
  ]

  /// What is offered beyond the contract.
  static let additions: Set<String> = [
    "stream_pending_entries", "stream_dead_letter_entries", "events_gone_total", "deliveries_total",
    "events_erased_total", "schedule_runs_total", "partitions_ahead_months",
  ]

  @Test("every metric of the contract is there with its labels, and nothing that isn't agreed on")
  func names() {
    let catalogue = Dictionary(uniqueKeysWithValues: MetricCatalogue.all.map { ($0.name, $0) })
    #expect(catalogue.count == MetricCatalogue.all.count, "a name stands twice")
    for (name, labels) in Self.contract {
      #expect(catalogue["reckoner_\(name)"]?.labels == labels, "\(name)")
    }
    let agreed = Self.additions.union(Self.contract.keys).map { "reckoner_\($0)" }
    #expect(Set(catalogue.keys) == Set(agreed))
  }

  @Test("kinds follow from the names, help is a sentence, and no label names a tenant", arguments: MetricCatalogue.all)
  func forms(_ metric: MetricDescriptor) {
    #expect((metric.kind == .counter) == metric.name.hasSuffix("_total"))
    #expect((metric.kind == .histogram) == !metric.bounds.isEmpty)
    #expect(metric.help.hasSuffix(".") && metric.help.first?.isUppercase == true || metric.help.hasPrefix("1 while"))
    #expect(!metric.labels.contains { $0.contains("tenant") })
    #expect(!metric.name.contains("milliseconds") && !metric.name.contains("minutes"), "base units")
  }
}
