import Foundation
import RedisClient
import TestSupport
import Testing

struct DLQCommandTests {
  private struct Letter: Decodable {
    struct Field: Decodable {
      let name: String?
      let value: String?
      let nameBase64: String?
      let valueBase64: String?
    }

    let letterId: String
    let originalId: String?
    let eventId: String?
    let reason: String
    let field: String?
    let remedy: String
    let retryCount: Int
    let fields: [Field]?
  }

  private struct Listing: Decodable {
    let count: Int?
    let letters: [Letter]
  }

  private struct Group: Decodable {
    let reason: String
    let count: Int
    let exampleId: String
    let remedy: String
    let nextStep: String
    let command: String
  }

  private struct Groups: Decodable {
    let groups: [Group]
  }

  private struct Discard: Decodable {
    let done: Bool
    let matched: Int
    let discarded: Int
    let entriesDeleted: Int
  }

  @Test func `letters are listed, shown and grouped with a remedy, and no payload unasked`() async throws {
    try await TestFleet.run { fleet in
      try await LetterWorld.bury(12, in: fleet)
      try await LetterWorld.buryBroken(in: fleet)
      let list = try await fleet.reckoner("dlq", "list", "--json", "--limit", "5")
      let listing = try list.json(as: Listing.self)
      #expect(listing.count == 13 && listing.letters.count == 5 && listing.letters.allSatisfy { $0.fields == nil })
      let table = try await fleet.reckoner("dlq", "list", "--reason", "invalid_json")
      #expect(table.exitCode == 0 && table.standardOutput.contains(LetterWorld.id(0xB0)), "\(table)")
      #expect(!table.standardOutput.contains(LetterWorld.id(1)), "\(table)")

      let grouped = try await fleet.reckoner("dlq", "groups", "--json")
      let groups = try grouped.json(as: Groups.self).groups
      #expect(groups.map(\.reason) == ["invalid_field", "invalid_json"] && groups.map(\.count) == [12, 1])
      #expect(groups.map(\.nextStep) == ["replay", "republish"])
      #expect(groups[0].remedy.contains("deal_stages"))
      #expect(groups[0].command == "outcome-worker --replay-dlq --stream deal.stage --reason invalid_field")
      let text = try await fleet.reckoner("dlq", "groups")
      #expect(text.standardOutput.contains("12 x invalid_field deal.stage data.to_stage"), "\(text)")

      let letter = try #require(listing.letters.first)
      for id in [letter.letterId, try #require(letter.originalId), try #require(letter.eventId)] {
        let shown = try await fleet.reckoner("dlq", "show", id)
        #expect(shown.exitCode == 0 && shown.standardOutput.contains(letter.letterId), "\(shown)")
        #expect(shown.standardOutput.contains("outcome-worker --replay-dlq --id"), "\(shown)")
        for said in [list, table, grouped, text, shown] { #expect(!said.description.contains(LetterWorld.secret)) }
      }
      let fields = try await fleet.reckoner("dlq", "show", letter.letterId, "--fields")
      #expect(fields.standardOutput.contains(LetterWorld.secret), "\(fields)")
      let broken = try await fleet.reckoner("dlq", "show", LetterWorld.id(0xB0), "--fields")
      #expect(broken.standardOutput.contains(#"data = \xFF\x00\xC3("#), "\(broken)")
      #expect(
        broken.standardOutput.contains(#"x = 2\x1B[2J"#) && !broken.standardOutput.contains("\u{1B}"),
        "\(broken)"
      )
      let unknown = try await fleet.reckoner("dlq", "show", LetterWorld.id(0xFFFF))
      #expect(unknown.exitCode == 1, "\(unknown)")

      let why = try await fleet.reckoner("why", LetterWorld.id(1))
      #expect(why.standardOutput.contains("outcome-worker --replay-dlq --id"), "\(why)")
      #expect(why.standardOutput.contains("reckoner dlq discard --id"), "\(why)")
    }
  }

  @Test func `an export holds every byte of every letter, on standard output and in a file`() async throws {
    try await TestFleet.run { fleet in
      try await LetterWorld.bury(40, in: fleet)
      try await LetterWorld.buryBroken(in: fleet)
      let ending = try await fleet.reckoner("dlq", "export")
      #expect(ending.exitCode == 0 && ending.standardError.contains("41 letters exported"), "\(ending)")
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      let letters = try ending.standardOutput.split(separator: "\n").map {
        try decoder.decode(Letter.self, from: Data($0.utf8))
      }
      let entries = try await fleet.withRedis { try await $0.send(StreamRange(key: LetterWorld.stream)) }
      let originals = Dictionary(uniqueKeysWithValues: entries.map { ($0.id.description, $0.fields ?? []) })
      #expect(letters.count == 41)
      for letter in letters {
        let exported = try #require(letter.fields).map { field in
          RedisField(
            name: try Self.bytes(field.name, field.nameBase64),
            value: try Self.bytes(field.value, field.valueBase64)
          )
        }
        #expect(exported == originals[try #require(letter.originalId)])
      }
      let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(fleet.database).ndjson").path
      let written = try await fleet.reckoner("dlq", "export", "--reason", "invalid_field", "--output", path)
      #expect(written.exitCode == 0 && written.standardOutput.isEmpty, "\(written)")
      #expect(try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").count == 40)
      #expect(!FileManager.default.fileExists(atPath: path + ".partial"))
      try FileManager.default.removeItem(atPath: path)
    }
  }

  private static func bytes(_ text: String?, _ base64: String?) throws -> [UInt8] {
    if let text { return Array(text.utf8) }
    return Array(try #require(base64.flatMap { Data(base64Encoded: $0) }))
  }

  @Test func `a discard says what it would do, does it with --yes, and nothing comes back`() async throws {
    try await TestFleet.run { fleet in
      try await LetterWorld.bury(25, in: fleet)
      try await LetterWorld.buryBroken(in: fleet)
      let asked = try await fleet.reckoner("dlq", "discard", "--reason", "invalid_field", "--json")
      let answer = try asked.json(as: Discard.self)
      #expect(asked.exitCode == 0 && !answer.done && answer.matched == 25 && answer.discarded == 0, "\(asked)")
      let text = try await fleet.reckoner("dlq", "discard", "--reason", "invalid_field")
      #expect(text.standardOutput.contains("--yes"), "\(text)")
      #expect(try await LetterWorld.buried(in: fleet).count == 26)
      let done = try await fleet.reckoner("dlq", "discard", "--reason", "invalid_field", "--yes", "--json")
      let result = try done.json(as: Discard.self)
      #expect(done.exitCode == 0 && result.done && result.discarded == 25 && result.entriesDeleted == 25, "\(done)")
      _ = try await fleet.withRedis { redis in
        try await redis.send(StreamGroupDestroy(key: LetterWorld.stream, group: "outcome-workers"))
      }
      try await LetterWorld.allowOffers(in: fleet)
      try await fleet.drain()
      #expect(try await LetterWorld.buried(in: fleet) == [LetterWorld.id(0xB0): 1])
      #expect(try await LetterWorld.recorded(in: fleet).isEmpty)
      try await fleet.verified()
    }
  }
}
