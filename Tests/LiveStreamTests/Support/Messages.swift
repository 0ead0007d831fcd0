import EventModel
import LiveStream

/// Messages as the worker publishes them.
enum Messages {
  /// - Parameters:
  ///   - reps: the `rep_id` of each change.
  ///   - padding: more bytes in each change.
  static func text(_ id: String, reps: [String?] = [nil], isTruncated: Bool = false, padding: Int = 0) -> String {
    let changes = reps.map { rep in
      let rep = rep.map { "\"\($0)\"" } ?? "null"
      let note = String(repeating: "x", count: padding)
      return #"{"metric":"outcomes","day":"2026-11-30","rep_id":\#(rep),"succeeded":1,"note":"\#(note)"}"#
    }
    return #"{"id":"\#(id)","type":"metric_update","at":"2026-11-30T10:00:00.000000Z","#
      + #""changes":[\#(changes.joined(separator: ","))]\#(isTruncated ? #","truncated":true"# : "")}"#
  }

  static func bytes(_ id: String, reps: [String?] = [nil], isTruncated: Bool = false, padding: Int = 0) -> [UInt8] {
    Array(text(id, reps: reps, isTruncated: isTruncated, padding: padding).utf8)
  }

  static func update(
    _ id: String,
    reps: [String?] = [nil],
    isTruncated: Bool = false,
    padding: Int = 0
  ) throws -> AnalyticsUpdate {
    guard let update = AnalyticsUpdate(message: bytes(id, reps: reps, isTruncated: isTruncated, padding: padding))
    else { throw Malformed(id: id) }
    return update
  }

  struct Malformed: Error {
    let id: String
  }

  static func tenant(_ number: Int) throws -> TenantID {
    let digits = String(number, radix: 16)
    let text = "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
    guard let tenant = TenantID(text: text) else { throw Malformed(id: text) }
    return tenant
  }
}
