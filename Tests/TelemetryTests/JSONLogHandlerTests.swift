import Foundation
import Logging
import Testing

@testable import Telemetry

@Suite("JSON log lines")
struct JSONLogHandlerTests {
  private struct Line: Decodable {
    let timestamp: String
    let level: String
    let logger: String
    let message: String
    let fields: [String: String]
  }

  private func line(_ message: Logger.Message, _ metadata: Logger.Metadata? = nil) throws -> (text: String, line: Line)
  {
    var handler = JSONLogHandler(label: "outcome-worker", level: .info)
    handler[metadataKey: "lane"] = "lane-0"
    let event = LogEvent(
      level: .warning,
      message: message,
      metadata: metadata,
      source: "Workers",
      file: #fileID,
      function: #function,
      line: #line
    )
    let data = try handler.line(of: event, at: Date(timeIntervalSince1970: 1_770_814_718.125))
    return (String(decoding: data, as: UTF8.self), try JSONDecoder().decode(Line.self, from: data))
  }

  @Test("a line says when, on which day too, how serious, who and what")
  func fields() throws {
    let (_, line) = try line("store away", ["count": "3"])
    #expect(line.timestamp == "2026-02-11T12:58:38.125Z")
    #expect(line.level == "warning")
    #expect(line.logger == "outcome-worker")
    #expect(line.message == "store away")
    #expect(line.fields == ["lane": "lane-0", "count": "3"])
  }

  @Test("what an event says about itself stands above what its logger says")
  func precedence() throws {
    #expect(try line("x", ["lane": "lane-1"]).line.fields == ["lane": "lane-1"])
  }

  @Test("line breaks and quotes stay inside of one line")
  func escaping() throws {
    let (text, line) = try line("a \"b\"\nc")
    #expect(text.filter { $0 == "\n" }.count == 1 && text.hasSuffix("\n"))
    #expect(line.message == "a \"b\"\nc")
  }
}
