import EventModel
import LiveStream

/// What a browser makes of an event stream, by the steps of WHATWG HTML section 9.2.6: apart from the product's writer, so
/// that both would have to be wrong in the same way.
struct EventStreamClient {
  struct Event: Equatable {
    var name: String
    var data: String
    var lastEventID: String
  }

  private(set) var events: [Event] = []
  private(set) var lastEventID = ""
  private(set) var retryMilliseconds: Int?
  private var idBuffer = ""
  private var name = ""
  private var data = ""

  mutating func read(_ bytes: [UInt8]) {
    var text = Substring(String(decoding: bytes, as: UTF8.self))
    while let end = text.unicodeScalars.firstIndex(where: { $0 == "\n" || $0 == "\r" }) {
      line(text[..<end])
      let isPair = text.unicodeScalars[end] == "\r" && text.unicodeScalars[end...].dropFirst().first == "\n"
      text = Substring(text.unicodeScalars[end...].dropFirst(isPair ? 2 : 1))
    }
  }

  private mutating func line(_ line: Substring) {
    if line.isEmpty { return dispatch() }
    guard let colon = line.firstIndex(of: ":") else { return field(String(line), "") }
    if colon == line.startIndex { return }
    let value = line[line.index(after: colon)...]
    field(String(line[..<colon]), String(value.hasPrefix(" ") ? value.dropFirst() : value))
  }

  private mutating func field(_ field: String, _ value: String) {
    switch field {
    case "event": name = value
    case "data": data += value + "\n"
    case "id": if !value.unicodeScalars.contains("\0") { idBuffer = value }
    case "retry": if let milliseconds = Int(value) { retryMilliseconds = milliseconds }
    default: break
    }
  }

  private mutating func dispatch() {
    lastEventID = idBuffer
    defer { (name, data) = ("", "") }
    if data.isEmpty { return }
    events.append(Event(name: name.isEmpty ? "message" : name, data: String(data.dropLast()), lastEventID: lastEventID))
  }
}

extension LiveFrame {
  /// The events that a browser dispatches for it.
  var events: [EventStreamClient.Event] {
    var client = EventStreamClient()
    client.read(bytes)
    return client.events
  }

  /// The reps of the changes in it; `nil` for a change that is nobody's.
  var reps: [String?] {
    guard let data = events.first?.data,
      case .success(let json) = Result(catching: { try JSONParser.parse(Array(data.utf8)) }),
      case .array(let changes)? = json["changes"]
    else { return [] }
    return changes.map { change in
      if case .string(let rep)? = change["rep_id"] { rep } else { nil }
    }
  }

  /// The kind, and the id where it has one: what most tests compare.
  var summary: String { id.map { "\(kind.rawValue) \($0)" } ?? kind.rawValue }
}
