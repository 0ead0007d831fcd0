import ArgumentParser
import EventModel
import PostgresClient
import RedisClient
import Store
import Workers

struct EraseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "erase",
    abstract: "Removes a customer's conversation everywhere, and keeps the figures that it is a part of.",
    discussion: """
      Examples:
        reckoner erase --tenant T --conversation ID --dry-run            only count what would be removed
        reckoner erase --tenant T --conversation ID --reason "request 4711"
        reckoner erase --tenant T --list                                 the receipts

      It goes out of the tables, the streams and the dead letters, and what is delivered or replayed of it later is removed
      unread. Running it again finishes what was interrupted. Nothing brings an erased conversation back. Receipts don't
      say which conversation it was; write nothing of the customer into the reason. schemas/erasure.md says what stays.
      """
  )

  @Option(help: ArgumentHelp("The tenant's UUID.", valueName: "uuid"))
  var tenant: String

  @Option(help: ArgumentHelp("The conversation's UUID.", valueName: "uuid"))
  var conversation: String?

  @Option(help: "Why, for the receipt.")
  var reason: String?

  @Option(help: "Who asked for it, for the receipt; the user of this machine where nobody is named.")
  var by: String?

  @Flag(help: "Only count what would be removed.")
  var dryRun = false

  @Flag(help: "List the receipts instead.")
  var list = false

  @Flag(help: "Print JSON.")
  var json = false

  private static let textCountMax = 500

  func validate() throws {
    if TenantID(text: tenant) == nil { throw ValidationError("--tenant must be a UUID") }
    if list {
      guard conversation == nil, reason == nil, by == nil, !dryRun else {
        throw ValidationError("--list takes no other option than --tenant and --json")
      }
      return
    }
    guard let conversation, ConversationID(text: conversation) != nil else {
      throw ValidationError("--conversation must be a UUID")
    }
    if !dryRun, reason ?? "" == "" { throw ValidationError("--reason must say why; the receipt keeps it") }
    for text in [reason, by] where text?.unicodeScalars.count ?? 0 > Self.textCountMax {
      throw ValidationError("--reason and --by may have at most \(Self.textCountMax) characters")
    }
  }

  func run() async throws {
    guard let tenant = TenantID(text: tenant) else { return }
    if list { return try await printReceipts(of: tenant) }
    guard let conversation = conversation.flatMap({ ConversationID(text: $0) }) else { return }
    try await OperatorSession.run { session in
      let (redis, postgres) = try session.stores()
      let erasure = ConversationErasure(
        of: ConversationKey(tenantID: tenant, conversationID: conversation),
        redis: redis,
        postgres: postgres,
        clock: session.clock
      )
      do {
        if dryRun {
          show(try await erasure.rehearse())
        } else {
          let person = by ?? CalibrationDecision.person
          show(try await erasure.run(reason: reason ?? "", by: person))
        }
      } catch let error as ConversationErasure.Unfinished {
        throw Program.Failure(.tryAgain, error.description)
      }
      await redis.close()
      await postgres.close()
    }
  }

  private func printReceipts(of tenant: TenantID) async throws {
    try await OperatorSession.run { session in
      let postgres = try session.postgres()
      let receipts = try await ConversationErasure.receipts(of: tenant, in: postgres)
      await postgres.close()
      if json { return try Output.json(JSONValue.array(receipts.map(ErasureText.json))) }
      for line in ErasureText.lines(of: receipts) { print(line) }
    }
  }

  private func show(_ counts: ErasureCounts) {
    if json {
      print(String(decoding: JSONWriter.compact(ErasureText.json(counts)), as: UTF8.self))
    } else {
      for line in ErasureText.lines(of: counts) { print(line) }
    }
  }

  private func show(_ receipt: ErasureReceipt) {
    if json {
      print(String(decoding: JSONWriter.compact(ErasureText.json(receipt)), as: UTF8.self))
    } else {
      for line in ErasureText.lines(of: receipt) { print(line) }
    }
  }
}
