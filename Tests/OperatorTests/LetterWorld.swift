import EventModel
import Foundation
import RedisClient
import TestSupport

/// Letters as the programs make them: stages that the tenant doesn't know yet, and entries that no worker can take.
enum LetterWorld {
  static let tenant = "6f1d3c3e-0000-4000-8000-0000000f0009"
  static let stream = "t:\(tenant):events:deal.stage"
  /// Stands in every payload, and may be shown only where payloads are asked for.
  static let secret = "what-the-customer-said"
  /// An entry of bytes that are no text.
  static let brokenBytes: [UInt8] = [0xFF, 0x00, 0xC3, 0x28]

  static func id(_ number: Int) -> String { "6f1d3c3e-0000-4000-8000-" + String(format: "%012x", number) }

  /// Publishes as many offers, which nobody knows, and lets a worker refuse them.
  static func bury(_ count: Int, in fleet: TestFleet) async throws {
    let time = Date(timeIntervalSince1970: 1_735_732_800)
    let events = (0..<count).map { number in
      EventLine.stage(
        id(number),
        tenant: tenant,
        conversation: id(0xC000 + number % 50),
        at: time,
        from: secret,
        to: "offer"
      )
    }
    let ending = try await fleet.reckoner("import", "-", input: try events.file)
    guard ending.exitCode == 0 else { throw ProgramProcess.Failure(description: "\(ending)") }
    try await fleet.drain()
  }

  /// Has a worker refuse an entry whose payload is no text.
  static func buryBroken(in fleet: TestFleet) async throws {
    let fields =
      [("event_id", id(0xB0)), ("event_type", "deal.stage"), ("tenant_id", tenant)].map { RedisField($0.0, $0.1) }
      + [RedisField("timestamp", "2025-01-01T12:00:00Z"), RedisField(name: Array("data".utf8), value: brokenBytes)]
      + [RedisField("x", "1"), RedisField("x", "2\u{1B}[2J")]
    _ = try await fleet.withRedis { try await $0.send(StreamAdd(key: stream, fields: fields)) }
    try await fleet.drain()
  }

  /// Makes the offers known.
  static func allowOffers(in fleet: TestFleet) async throws {
    let stages = #"["offer", "\#(secret)", "won"]"#
    let ending = try await fleet.reckoner("settings", "set", "deal_stages", stages, "--tenant", tenant)
    guard ending.exitCode == 0 else { throw ProgramProcess.Failure(description: "\(ending)") }
  }

  /// The ids of the events among the letters, and how often each is there.
  static func buried(in fleet: TestFleet) async throws -> [String: Int] {
    let letters = try await fleet.withRedis { try await $0.send(StreamRange(key: "\(stream):dlq")) }
    let ids = letters.compactMap { $0["event_id"].map { String(decoding: $0, as: UTF8.self) } }
    return Dictionary(ids.map { ($0, 1) }, uniquingKeysWith: +)
  }

  static func recorded(in fleet: TestFleet) async throws -> [String] {
    try await fleet.rows("SELECT event_id FROM learning.events WHERE event_type = 'deal.stage'")
  }
}
