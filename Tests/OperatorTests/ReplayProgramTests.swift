import Foundation
import TestSupport
import Testing

/// `--replay-dlq` as an operator runs it.
struct ReplayProgramTests {
  /// What `--replay-dlq --json` prints.
  struct Replay: Decodable {
    struct Letter: Decodable {
      let letterId: String
      let eventId: String?
      let effect: String
      let reason: String?
    }

    struct Group: Decodable {
      let reason: String
      let count: Int
      let remedy: String
    }

    let letters: [Letter]
    let dryRun: Bool
    let applied: Int
    let duplicate: Int
    let refused: Int
    let failed: Int
    let left: Int
    let interrupted: Bool
    let lettersRemain: Bool
    let groups: [Group]
  }

  @Test func `a dry run says the effect on each letter, and the replay has it`() async throws {
    try await TestFleet.run { fleet in
      try await LetterWorld.bury(30, in: fleet)
      try await LetterWorld.buryBroken(in: fleet)
      try await LetterWorld.allowOffers(in: fleet)
      let dry = try await fleet.run("outcome-worker", "--replay-dlq", "--dry-run", "--json")
      #expect(dry.exitCode == 1, "\(dry)")
      let prediction = try dry.json(as: Replay.self)
      #expect(prediction.dryRun && prediction.applied == 30 && prediction.refused == 1 && prediction.lettersRemain)
      #expect(prediction.groups.map(\.reason) == ["invalid_json"] && prediction.groups.map(\.count) == [1])
      #expect(try await LetterWorld.buried(in: fleet).count == 31)
      #expect(try await LetterWorld.recorded(in: fleet).isEmpty)
      let text = try await fleet.run("outcome-worker", "--replay-dlq", "--dry-run")
      #expect(text.exitCode == 1 && text.standardOutput.contains("30 would be applied"), "\(text)")
      #expect(
        text.standardOutput.contains("remedy:") && text.standardError.contains("letters looked at: 31"),
        "\(text)"
      )

      let ending = try await fleet.run("outcome-worker", "--replay-dlq", "--json")
      let replay = try ending.json(as: Replay.self)
      #expect(ending.exitCode == 1 && !replay.dryRun)
      #expect(replay.letters.map(\.eventId) == prediction.letters.map(\.eventId))
      #expect(replay.letters.map(\.effect) == prediction.letters.map(\.effect))
      #expect(try await LetterWorld.buried(in: fleet) == [LetterWorld.id(0xB0): 1])
      for said in [dry, text, ending] { #expect(!said.description.contains(LetterWorld.secret)) }
      try await fleet.drain()
      try await fleet.verified()

      let discard = try await fleet.reckoner("dlq", "discard", "--reason", "invalid_json", "--yes")
      #expect(discard.exitCode == 0, "\(discard)")
      let nothing = try await fleet.run("outcome-worker", "--replay-dlq")
      #expect(nothing.exitCode == 0 && nothing.standardOutput == "no dead letter matches\n", "\(nothing)")
      try await fleet.verified()
    }
  }

  @Test func `a replay that is killed at any moment loses no letter, and the next one goes on`() async throws {
    try await TestFleet.run { fleet in
      let count = 3000
      try await LetterWorld.bury(count, in: fleet)
      try await LetterWorld.allowOffers(in: fleet)
      let all = Set((0..<count).map(LetterWorld.id))
      let seed = UInt64.random(in: 0...UInt64.max)
      var generator = TestGenerator(seed: seed)
      var killCount = 0
      while killCount < 60 {
        let process = try fleet.start("outcome-worker", "--replay-dlq", "--batch-size", "20")
        let span = Duration.milliseconds(Int.random(in: 40...400, using: &generator))
        let end = ContinuousClock.now + span
        try await Wait.until("the moment has come") { process.ending != nil || ContinuousClock.now >= end }
        process.kill()
        let ending = try await process.ending()
        let buried = try await LetterWorld.buried(in: fleet)
        #expect(buried.values.allSatisfy { $0 == 1 }, "seed \(seed): a letter is there twice")
        let recorded = Set(try await LetterWorld.recorded(in: fleet))
        let lost = all.subtracting(recorded).subtracting(buried.keys)
        #expect(lost.isEmpty, "seed \(seed): letters are lost")
        if ending.exitCode == 0 { break }
        try #require(ending.cause == .signal(9), "seed \(seed): \(ending)")
        killCount += 1
      }
      #expect(killCount > 2, "seed \(seed): the machine was too fast for the kills")
      let last = try await fleet.run("outcome-worker", "--replay-dlq")
      #expect(last.exitCode == 0, "seed \(seed): \(last)")
      #expect(try await LetterWorld.buried(in: fleet).isEmpty)
      #expect(try await LetterWorld.recorded(in: fleet).count == count)
      try await fleet.drain()
      try await fleet.verified()
    }
  }

  @Test func `SIGTERM ends a replay cleanly: what wasn't handled lies where it lay`() async throws {
    try await TestFleet.run { fleet in
      try await LetterWorld.bury(200, in: fleet)
      try await LetterWorld.allowOffers(in: fleet)
      let process = try fleet.start("outcome-worker", "--replay-dlq", "--rate", "20", "--json")
      try await Wait.until("it is under way") { try await LetterWorld.buried(in: fleet).count < 200 }
      process.terminate()
      let ending = try await process.ending()
      #expect(ending.exitCode == 1, "\(ending)")
      let replay = try ending.json(as: Replay.self)
      #expect(replay.interrupted && replay.applied > 0 && replay.applied < 200 && replay.refused == 0)
      #expect(try await LetterWorld.buried(in: fleet).count == 200 - replay.applied)
      #expect(try await LetterWorld.recorded(in: fleet).count == replay.applied)
      let rest = try await fleet.run("outcome-worker", "--replay-dlq", "--stream", LetterWorld.stream)
      #expect(rest.exitCode == 0, "\(rest)")
      try await fleet.drain()
      try await fleet.verified()
    }
  }

  @Test(arguments: [
    ["outcome-worker", "--dry-run"], ["outcome-worker", "--limit", "3"],
    ["outcome-worker", "--replay-dlq", "--drain"], ["outcome-worker", "--replay-dlq", "--limit", "0"],
    ["outcome-worker", "--replay-dlq", "--rate", "0"], ["outcome-worker", "--replay-dlq", "--reason", "nonsense"],
    ["outcome-worker", "--replay-dlq", "--stream", "calibration.updated"],
    ["outcome-worker", "--replay-dlq", "--stream", "nowhere"], ["outcome-worker", "--replay-dlq", "--tenant", "me"],
    ["outcome-worker", "--replay-dlq", "--id", "5"],
    ["calibration-aggregator", "--replay-dlq", "--stream", "deal.stage"],
    ["reckoner", "dlq", "discard"], ["reckoner", "dlq", "discard", "--yes"],
    ["reckoner", "dlq", "list", "--limit", "0"],
    ["reckoner", "dlq", "show", "x"], ["reckoner", "dlq", "groups", "--reason", "nonsense"],
  ])
  func `what can't be meant is refused with 64 before anything is touched`(words: [String]) async throws {
    let ending = try await ProgramProcess.run(words[0], Array(words.dropFirst()))
    #expect(ending.exitCode == 64, "\(ending)")
    #expect(ending.standardOutput.isEmpty && ending.standardError.contains("--") || ending.standardError.contains("id"))
  }
}
