import EventModel
import Foundation
import PostgresClient
import Store
import TestSupport

/// A migrated database of its own for one test.
struct TestStore {
  let server: PostgresServerProcess
  let database: String
  /// As the workers connect.
  let worker: PostgresPool

  private static let template = Task {
    let server = try await PostgresServerProcess.shared
    let name = "store_template"
    try await server.createDatabase(name)
    let connection = try await PostgresConnection.connect(
      try PostgresConfiguration(server.socketURL(database: name))
    )
    _ = try await LearningMigrations.migrator.migrate(connection)
    await connection.close()
    return name
  }

  static func with<Value>(
    isolation: isolated (any Actor)? = #isolation,
    _ body: (TestStore) async throws -> Value
  ) async throws -> Value {
    let server = try await PostgresServerProcess.shared
    let database = "store_\(UUID().uuidString.lowercased().replacing("-", with: "_"))"
    try await server.createDatabase(database, template: try await template.value)
    let store = TestStore(
      server: server,
      database: database,
      worker: PostgresPool(
        configuration: try PostgresConfiguration(server.socketURL(database: database, role: "reckoner_worker")),
        connectionCountMax: 4
      )
    )
    do {
      let value = try await body(store)
      await store.worker.close()
      try await server.execute("DROP DATABASE \(database) WITH (FORCE)")
      return value
    } catch {
      await store.worker.close()
      throw error
    }
  }

  /// Runs SQL as superuser.
  @discardableResult
  func execute(_ sql: String) async throws -> String {
    try await server.execute(sql, database: database)
  }

  /// A connection as a role.
  func connection(as role: String) async throws -> PostgresConnection {
    try await PostgresConnection.connect(try PostgresConfiguration(server.socketURL(database: database, role: role)))
  }
}

/// Ids and events by small numbers.
enum Sample {
  static let now = Timestamp(microseconds: 1_770_000_000_000_000)

  static func uuid(_ kind: UInt8, _ number: Int) -> UUID {
    UUID(uuid: (kind, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, UInt8(number >> 8), UInt8(number & 255)))
  }

  static func tenant(_ number: Int) -> TenantID { TenantID(uuid(1, number)) }
  static func conversation(_ number: Int) -> ConversationID { ConversationID(uuid(2, number)) }
  static func eventID(_ number: Int) -> EventID { EventID(uuid(3, number)) }

  static func key(_ tenantNumber: Int, _ conversationNumber: Int) -> ConversationKey {
    ConversationKey(tenantID: tenant(tenantNumber), conversationID: conversation(conversationNumber))
  }

  static func action(_ number: Int, tenant tenantNumber: Int = 1, conversation: Int = 1, confidence: Double = 0.5)
    throws(Refusal) -> Event
  {
    try event(
      .agentAction,
      number,
      tenant: tenantNumber,
      """
      {"conversation_state_id":"\(Self.conversation(conversation))","action_type":"send_email",\
      "predicted_confidence":\(confidence),"channel":"email","metadata":{"a":[1,"é"]}}
      """
    )
  }

  static func reply(_ number: Int, tenant tenantNumber: Int = 1, conversation: Int = 1) throws(Refusal) -> Event {
    try event(
      .customerReply,
      number,
      tenant: tenantNumber,
      """
      {"conversation_state_id":"\(Self.conversation(conversation))","reply_type":"reply"}
      """
    )
  }

  static func stage(_ number: Int, tenant tenantNumber: Int = 1, conversations: [Int]) throws(Refusal) -> Event {
    let ids = conversations.map { "\"\(conversation($0))\"" }.joined(separator: ",")
    return try event(
      .dealStage,
      number,
      tenant: tenantNumber,
      """
      {"conversation_state_ids":[\(ids)],"to_stage":"evaluation","from_stage":"discovery"}
      """
    )
  }

  private static func event(
    _ type: EventType,
    _ number: Int,
    tenant tenantNumber: Int,
    _ data: String
  ) throws(Refusal) -> Event {
    let fields = [
      StreamField("event_id", eventID(number).description), StreamField("event_type", type.rawValue),
      StreamField("timestamp", now.rfc3339), StreamField("tenant_id", tenant(tenantNumber).description),
      StreamField("data", data), StreamField("source_agent_id", "agent"), StreamField("call_chain", "agent"),
    ]
    return try EventDecoder(now: now).decode(fields, from: StreamContext(eventType: type, tenant: tenant(tenantNumber)))
  }
}
