/// Writes the Prometheus text exposition format 0.0.4
/// (https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format).
struct PrometheusText {
  private(set) var text = ""

  /// Writes a family with its help and its type; nothing where every value is unknown.
  mutating func append(_ family: PrometheusRegistry.Family) {
    let name = family.descriptor.name
    var lines = ""
    for (labels, metric) in family.metrics.sorted(by: { $0.key < $1.key }) {
      switch metric {
      case .counter(let counter): Self.append(name, labels, "\(counter.value)", to: &lines)
      case .gauge(let gauge):
        if let value = gauge.value { Self.append(name, labels, Self.number(value), to: &lines) }
      case .histogram(let histogram): Self.append(name, labels, histogram.tally, to: &lines)
      }
    }
    if lines.isEmpty { return }
    text += "# HELP \(name) \(Self.escaped(family.descriptor.help))\n"
    text += "# TYPE \(name) \(family.descriptor.kind.rawValue)\n"
    text += lines
  }

  private static func append(_ name: String, _ labels: String, _ value: String, to lines: inout String) {
    lines += labels.isEmpty ? "\(name) \(value)\n" : "\(name){\(labels)} \(value)\n"
  }

  private static func append(_ name: String, _ labels: String, _ tally: HistogramTally, to lines: inout String) {
    let prefix = labels.isEmpty ? "" : "\(labels),"
    var count: UInt64 = 0
    for (bound, bucket) in zip(tally.bounds + [.infinity], tally.counts) {
      count += bucket
      append("\(name)_bucket", "\(prefix)le=\"\(number(bound))\"", "\(count)", to: &lines)
    }
    append("\(name)_sum", labels, number(tally.sum), to: &lines)
    append("\(name)_count", labels, "\(count)", to: &lines)
  }

  /// Labels as they stand between the braces.
  static func labels(_ labels: [(String, String)]) -> String {
    labels.map { "\(labelName($0.0))=\"\(escaped($0.1, quotes: true))\"" }.joined(separator: ",")
  }

  /// A metric's name: what the format doesn't allow becomes an underscore.
  static func name(_ label: String) -> String {
    name(label) { $0 == UInt8(ascii: ":") }
  }

  private static func labelName(_ label: String) -> String {
    name(label) { _ in false }
  }

  private static func name(_ label: String, alsoAllowing isAllowed: (UInt8) -> Bool) -> String {
    let bytes = label.utf8.map { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
        byte
      default: isAllowed(byte) ? byte : UInt8(ascii: "_")
      }
    }
    let name = String(decoding: bytes, as: UTF8.self)
    return bytes.first.map { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ?? true ? "_\(name)" : name
  }

  private static func escaped(_ text: String, quotes: Bool = false) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": escaped += "\\\\"
      case "\n": escaped += "\\n"
      case "\"" where quotes: escaped += "\\\""
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  /// A number as Go reads it, whole ones without a fraction.
  static func number(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
    // Above 2^53 not every whole number has a Double.
    return value == value.rounded() && value.magnitude < 9_007_199_254_740_992 ? "\(Int64(value))" : "\(value)"
  }
}
