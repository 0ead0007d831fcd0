import EventModel
import Resolution
import TestSupport

/// A tenant's setting that is changed while events come and faults happen.
struct SettingChange: Sendable {
  /// When, from the beginning of the faults.
  let time: Duration
  let tenant: TenantID
  let key: String
  /// JSON.
  let value: String

  /// What is set one after the other; the last values count. The first tenant keeps the defaults.
  private static let values: [[(ResolutionSetting, String)]] = [
    [(.attributionModel, "\"time_decay\""), (.attributionModel, "\"w_shaped\"")],
    [(.windowHours(.emailEngagement), "60"), (.windowHours(.emailEngagement), "36")],
    [(.expiredCounts(.meetingOutcome), "false"), (.attributionModel, "\"last_touch\"")],
  ]

  /// - Parameter seconds: how long the faults happen.
  static func make(
    for tenants: [TenantID],
    within seconds: Int,
    using generator: inout TestGenerator
  ) -> [SettingChange] {
    let times = 0.1 * Double(seconds)...0.8 * Double(seconds)
    return zip(tenants.dropFirst(), values).flatMap { tenant, values in
      let moments = values.map { _ in generator.duration(times) }.sorted()
      return zip(moments, values).map { time, value in
        SettingChange(time: time, tenant: tenant, key: value.0.key, value: value.1)
      }
    }.sorted { $0.time < $1.time }
  }

  /// What the tenants have chosen in the end.
  static func policies(after changes: [SettingChange]) throws -> [TenantID: ResolutionPolicy] {
    try Dictionary(grouping: changes, by: \.tenant).mapValues { changes in
      let settings = Dictionary(changes.map { ($0.key, $0.value) }, uniquingKeysWith: { _, last in last })
      return try ResolutionPolicy(settings: settings)
    }
  }

  /// `reckoner settings set` like an operator: again, where a store is away.
  func apply(to stores: ChaosStores, _ journal: Journal) async throws {
    let deadline = ContinuousClock.now + .seconds(90)
    while true {
      let ending = try await stores.run("reckoner", ["settings", "set", key, value, "--tenant", "\(tenant)"])
      journal.note("\(key) = \(value) for \(tenant): \(ending.cause)")
      if ending.exitCode == 0 { return }
      if ContinuousClock.now > deadline { return journal.find("\(key) can't be set: \(ending)") }
      try await Task.sleep(for: .milliseconds(200))
    }
  }
}
