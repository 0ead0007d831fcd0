import LiveStream
import TestSupport
import Testing

@Suite("The text of server-sent events") struct ServerSentEventTests {
  private func read(_ event: ServerSentEvent) -> EventStreamClient {
    var client = EventStreamClient()
    client.read(event.bytes)
    return client
  }

  @Test("a whole event")
  func whole() {
    let event = ServerSentEvent(id: "1-a", name: "metric_update", data: Array("{}".utf8), retryMilliseconds: 2500)
    #expect(String(decoding: event.bytes, as: UTF8.self) == "retry: 2500\nid: 1-a\nevent: metric_update\ndata: {}\n\n")
    let client = read(event)
    #expect(client.events == [.init(name: "metric_update", data: "{}", lastEventID: "1-a")])
    #expect(client.retryMilliseconds == 2500)
  }

  @Test(
    "every line break in the data stays inside it",
    arguments: [
      ("a\nb", "a\nb"), ("a\r\nb", "a\nb"), ("a\rb", "a\nb"), ("a\n\nb", "a\n\nb"), ("\n", "\n"), ("a\n", "a\n"),
      ("a\r\r\nb", "a\n\nb"), (" a", " a"), (": a", ": a"), ("id: 2\n\nevent: x", "id: 2\n\nevent: x"),
    ]
  )
  func lines(data: String, expected: String) {
    let client = read(ServerSentEvent(id: "1", data: Array(data.utf8)))
    #expect(client.events == [.init(name: "message", data: expected, lastEventID: "1")])
  }

  @Test("a comment and a lone id dispatch nothing, and the id counts")
  func silent() {
    var client = EventStreamClient()
    client.read(ServerSentEvent(id: "7").bytes)
    client.read(ServerSentEvent.comment)
    #expect(client.events.isEmpty)
    #expect(client.lastEventID == "7")
  }

  @Test("random data come back as they were, one line break for another", arguments: UInt64(1)...20)
  func random(seed: UInt64) {
    var generator = TestGenerator(seed: seed)
    for _ in 0..<200 {
      let count = Int.random(in: 0...12, using: &generator)
      let data = (0..<count).map { _ in generator.pick(["a", ":", " ", "\n", "\r", "é", "data", "id"]) }.joined()
      let client = read(ServerSentEvent(name: "x", data: Array(data.utf8)))
      let expected = data.unicodeScalars.reduce(into: (text: "", wasReturn: false)) { state, scalar in
        if scalar == "\r" || (scalar == "\n" && !state.wasReturn) { state.text += "\n" }
        if scalar != "\r" && scalar != "\n" { state.text.unicodeScalars.append(scalar) }
        state.wasReturn = scalar == "\r"
      }
      #expect(client.events.map(\.data) == [expected.text], "seed \(seed)")
    }
  }
}
