import ArgumentParser
import EventModel
import FoundationEssentials
import RedisClient
import Workers

struct PublishCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "publish",
    abstract: "Publishes one event, from flags or from standard input.",
    discussion: """
      Examples:
        reckoner publish --type agent.action --tenant 6f1d3c3e-0000-4000-8000-000000000001 --data '{
          "conversation_state_id": "6f1d3c3e-0000-4000-8000-00000000c001",
          "action_type": "send_email", "predicted_confidence": 0.8}'
        reckoner publish < envelope.json
      """
  )

  @Option(help: ArgumentHelp("agent.action, customer.reply or deal.stage.", valueName: "type"))
  var type: String?

  @Option(help: ArgumentHelp("The tenant's UUID.", valueName: "uuid"))
  var tenant: String?

  @Option(help: ArgumentHelp("The payload: a JSON object.", valueName: "json"))
  var data: String?

  @Option(help: ArgumentHelp("The event's UUID (default: a new one).", valueName: "uuid"))
  var id: String?

  @Option(help: ArgumentHelp("The event time: RFC 3339 (default: now).", valueName: "time"))
  var at: String?

  @Flag(help: "Print the result as JSON.")
  var json = false

  func validate() throws {
    if type == nil && (id != nil || at != nil) {
      throw ValidationError("--id and --at go with --type, --tenant and --data")
    }
    let given = [type, tenant, data].compactMap(\.self).count
    guard given == 0 || given == 3 else {
      throw ValidationError("--type, --tenant and --data belong together; without them the event is read from input")
    }
  }

  func run() async throws {
    try await OperatorSession.run { session in
      let line = try type == nil ? Self.readInput() : envelope(now: session.clock.now)
      let redis = try session.redis()
      do {
        try await EventImport(redis: redis, now: session.clock.now).publish(line)
      } catch let refusal as Refusal {
        throw Program.Failure(.badData, "\(refusal.reason.rawValue): \(refusal.message)")
      }
      await redis.close()
      if json { try Output.json(["published": 1]) } else { print("published") }
    }
  }

  private func envelope(now: Timestamp) throws -> [UInt8] {
    guard let type, let tenant, let data else { preconditionFailure("validated before") }
    let members: [JSONMember] = [
      JSONMember("event_id", .string(id ?? UUID().lowercaseText)), JSONMember("event_type", .string(type)),
      JSONMember("timestamp", .string(at ?? now.rfc3339)), JSONMember("tenant_id", .string(tenant)),
      JSONMember("data", .string(data)),
    ]
    return JSONWriter.compact(.object(members))
  }

  /// The whole of standard input, as one line.
  private static func readInput() throws -> [UInt8] {
    var reader = try LineReader(path: "-")
    var text: [UInt8] = []
    while let line = try reader.next(), text.count <= ImportLine.byteCountMax { text += line + [UInt8(ascii: " ")] }
    return text
  }
}
