public import EventModel
import TestSupport

/// Entries that were valid once, broken in the ways that producers break them, and in others.
public struct EntryMutator {
  private var random: TestGenerator
  private var documents: JSONGenerator

  public init(seed: UInt64) {
    random = TestGenerator(seed: seed)
    documents = JSONGenerator(seed: seed &+ 1)
  }

  /// An entry of one of the types, of what `identity` names as long as that survives.
  public mutating func entry(
    of types: [EventType] = EventType.allCases,
    _ identity: SampleEntry.Identity = SampleEntry.Identity()
  ) -> SampleEntry {
    var entry = SampleEntry(pick(types), identity)
    switch Int.random(in: 0..<4, using: &random) {
    case 0: entry.fields = structured(entry)
    case 1: entry.fields = binary(entry)
    default: break
    }
    for _ in 0..<Int.random(in: 0...2, using: &random) { mutate(&entry) }
    return entry
  }

  /// A line for import, with bytes changed.
  public mutating func line() -> [UInt8] {
    let entry = SampleEntry(pick(EventType.allCases))
    let members = entry.fields.map { field in
      let value = String(decoding: field.value, as: UTF8.self)
      let name = String(decoding: field.name, as: UTF8.self)
      return "\"\(name)\":" + (name == "data" ? value : "\"\(value)\"")
    }
    return mutated(Array("{\(members.joined(separator: ","))}".utf8))
  }

  private mutating func mutate(_ entry: inout SampleEntry) {
    let index = Int.random(in: 0..<max(entry.fields.count, 1), using: &random)
    guard index < entry.fields.count else { return }
    let field = entry.fields[index]
    switch Int.random(in: 0..<8, using: &random) {
    case 0: entry.fields.remove(at: index)
    case 1: entry.fields.insert(field, at: Int.random(in: 0...entry.fields.count, using: &random))
    case 2: entry.fields[index] = StreamField(name: mutated(field.name), value: field.value)
    case 3: entry.fields[index] = StreamField(name: field.name, value: randomBytes(countMax: 40))
    case 4: entry.fields.shuffle(using: &random)
    case 5: replaceMember(of: &entry)
    default: entry.fields[index] = StreamField(name: field.name, value: mutated(field.value))
    }
  }

  /// Sets a member of the payload to something odd.
  private mutating func replaceMember(of entry: inout SampleEntry) {
    guard let index = entry.fields.firstIndex(where: { $0.name == Array("data".utf8) }),
      case .object(var members)? = try? JSONParser.parse(entry.fields[index].value), !members.isEmpty
    else { return }
    let position = Int.random(in: 0..<members.count, using: &random)
    members[position] = JSONMember(members[position].name, documents.value())
    var text = documents.respelled(.object(members))
    if Int.random(in: 0..<3, using: &random) == 0 {
      let odd = oddJSON()
      text =
        String(text.prefix { $0 != "{" }) + "{\"\(members[position].name)\":\(odd)" + (members.count > 1 ? "," : "")
        + String(text.drop { $0 != "{" }.dropFirst())
    }
    entry.fields[index] = StreamField(name: entry.fields[index].name, value: Array(text.utf8))
  }

  private static let oddTexts = [
    "1e400", "-1e-400", "1e131071", "1e131072", "1e999999999999999999999", "0e99999999999999999999", "-0", "1.0",
    String(repeating: "9", count: 400), "9007199254740993", "[]", "{}", "null", "\"\"", "\"\\u0000\"", "\"\\ud800\"",
    "\"\u{202E}\u{FEFF}e\u{301}\"", "\"" + String(repeating: "👩\u{200D}👧", count: 60) + "\"",
    String(repeating: "[", count: 40) + String(repeating: "]", count: 40), String(repeating: "[", count: 5000),
    String(repeating: "{\"a\":", count: 31) + "1" + String(repeating: "}", count: 31),
  ]
  private static let tooLargeText = "\"" + String(repeating: "x", count: 262_144) + "\""

  /// Large texts are rare: they cost the most and find the least.
  private mutating func oddJSON() -> String {
    Int.random(in: 0..<400, using: &random) == 0 ? Self.tooLargeText : pick(Self.oddTexts)
  }

  private mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    guard !bytes.isEmpty else { return randomBytes(countMax: 4) }
    let index = Int.random(in: 0..<bytes.count, using: &random)
    switch Int.random(in: 0..<6, using: &random) {
    case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
    case 1: bytes.removeSubrange(index...)
    case 2: bytes.insert(pick(Array("{}[]\",:\\0e-. ".utf8)), at: index)
    case 3: bytes.remove(at: index)
    case 4: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    default: bytes.insert(contentsOf: Array(oddJSON().utf8), at: index)
    }
    return bytes
  }

  private mutating func randomBytes(countMax: Int) -> [UInt8] {
    (0..<Int.random(in: 0...countMax, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
  }

  private mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: 0..<elements.count, using: &random)]
  }

  private func attributes(of entry: SampleEntry) -> [(name: String, value: String)] {
    let names = ["event_id": "id", "event_type": "type", "timestamp": "time", "tenant_id": "tenantid"]
    return entry.fields.map { field in
      let name = String(decoding: field.name, as: UTF8.self)
      return (names[name] ?? name.replacing("_", with: ""), String(decoding: field.value, as: UTF8.self))
    }
  }

  private func structured(_ entry: SampleEntry) -> [StreamField] {
    let members = attributes(of: entry).map { name, value in
      "\"\(name)\":" + (name == "data" ? value : "\"\(value)\"")
    }
    return [StreamField("cloudevent", "{\"specversion\":\"1.0\",\(members.joined(separator: ","))}")]
  }

  private func binary(_ entry: SampleEntry) -> [StreamField] {
    attributes(of: entry).map { name, value in StreamField(name == "data" ? name : "ce_" + name, value) }
  }
}
