import EventModel
import Foundation
import Reports
import Testing

/// The JSON twin against its published schema.
struct SchemaTests {
  private static func schema() throws -> JSONValue {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let file = root.appendingPathComponent("schemas/reports/report.schema.json")
    return try JSONParser.parse(Array(try Data(contentsOf: file)))
  }

  @Test("every report is as its schema says, be it of much, of little or of nothing")
  func valid() throws {
    let check = SchemaCheck(root: try Self.schema())
    for seed in 1...10 as ClosedRange<UInt64> {
      for kind in ReportKind.allCases {
        for rowCount in [0, 3, 300] {
          let world = ReportWorld(
            seed: seed,
            kind,
            rowCount: rowCount,
            hasTeam: kind == .daily && seed.isMultiple(of: 2)
          )
          let report = world.report(revision: 1 + Int64(seed % 2))
          #expect(check.faults(of: report.json) == [], "seed \(seed)")
        }
      }
    }
  }

  @Test("what is missing, too much or of another type is no report")
  func invalid() throws {
    let check = SchemaCheck(root: try Self.schema())
    let members = try #require(ReportWorld(seed: 1, .daily).report().json.members)
    for index in members.indices {
      var fewer = members
      fewer.remove(at: index)
      #expect(check.faults(of: .object(fewer)) != [], "without \(members[index].name)")
      var other = members
      other[index] = JSONMember(members[index].name, .bool(true))
      #expect(check.faults(of: .object(other)) != [], "\(members[index].name) is no boolean")
    }
    #expect(check.faults(of: .object(members + [JSONMember("more", .null)])) != [])
  }
}

/// As much of JSON Schema (2020-12) as the schema of reports uses.
private struct SchemaCheck {
  let root: JSONValue

  func faults(of value: JSONValue) -> [String] { faults(value, root, "") }

  private func faults(_ value: JSONValue, _ schema: JSONValue, _ place: String) -> [String] {
    if let reference = schema["$ref"]?.text {
      let name = String(reference.dropFirst("#/$defs/".count))
      guard let definition = root["$defs"]?[name] else { return ["\(place): no definition \(name)"] }
      return faults(value, definition, place)
    }
    var faults: [String] = []
    if let type = schema["type"], !Self.types(type).contains(where: { Self.isOf($0, value) }) {
      return ["\(place): is not \(Self.types(type))"]
    }
    if case .array(let allowed)? = schema["enum"], !allowed.contains(value) {
      faults.append("\(place): not in the enum")
    }
    switch value {
    case .object(let members): faults += object(members, schema, place)
    case .array(let elements):
      if Double(elements.count) < schema["minItems"]?.number ?? 0 { faults.append("\(place): too few") }
      if Double(elements.count) > schema["maxItems"]?.number ?? .infinity { faults.append("\(place): too many") }
      guard let items = schema["items"] else { break }
      faults += elements.enumerated().flatMap { self.faults($0.element, items, "\(place)/\($0.offset)") }
    case .number(let number):
      if number.double < schema["minimum"]?.number ?? -.infinity { faults.append("\(place): too small") }
      if number.double > schema["maximum"]?.number ?? .infinity { faults.append("\(place): too large") }
    case .null, .bool, .string: break
    }
    return faults
  }

  private func object(_ members: [JSONMember], _ schema: JSONValue, _ place: String) -> [String] {
    var faults: [String] = []
    if case .array(let required)? = schema["required"] {
      let names = members.map(\.name)
      faults += required.compactMap(\.text).filter { !names.contains($0) }.map { "\(place): lacks \($0)" }
    }
    for member in members {
      if let property = schema["properties"]?[member.name] {
        faults += self.faults(member.value, property, "\(place)/\(member.name)")
      } else if schema["additionalProperties"] == .bool(false) {
        faults.append("\(place): has \(member.name)")
      }
    }
    return faults
  }

  private static func types(_ value: JSONValue) -> [String] {
    guard case .array(let names) = value else { return [value.text].compactMap { $0 } }
    return names.compactMap(\.text)
  }

  private static func isOf(_ type: String, _ value: JSONValue) -> Bool {
    switch (type, value) {
    case ("null", .null), ("boolean", .bool), ("string", .string), ("array", .array), ("object", .object),
      ("number", .number):
      true
    case ("integer", .number(let number)): number.int64 != nil
    default: false
    }
  }
}
