import Delivery
import EventModel
import RedisClient
import Streams

/// The dead letters of one stream: counts them, compares them with their index both ways, and knows which entries they
/// are of.
struct LetterVerification {
  private static let indexPageCount = 500
  /// Letters that no index knows are remembered: at most so many, 16 MiB. They are few: an index that is missing is made
  /// by the next burial.
  private static let unindexedCountMax = 1 << 20
  /// Longer than any wait between two trials of an entry: whoever has it works on it within this time, or takes it over.
  private static let pendingAgeMax = Duration.seconds(60)

  let key: StreamKey
  private let redis: RedisConnection
  private let look: LetterLook
  private var place = RedisStreamID.minimum
  private var pageCount = 32
  /// Entries whose letter isn't in the index; sorted when it is asked.
  private var unindexed: [RedisStreamID] = []
  private var isSorted = true
  /// Whether nothing was ever buried, as far as was seen.
  private(set) var isEmpty = true

  init(key: StreamKey, redis: RedisConnection) {
    self.key = key
    self.redis = redis
    look = LetterLook(key: key, redis: redis)
  }

  /// Reads the letters that came since the last time; all of them at first.
  mutating func readLetters(into report: inout VerificationReport) async throws(RedisError) {
    while true {
      let page = try await redis.send(
        StreamRange(key: key.deadLetterText, from: .excluding(place), count: pageCount)
      )
      guard let last = page.last else { return }
      let isLast = page.count < pageCount
      isEmpty = false
      place = last.id
      try await account(page, into: &report)
      pageCount = StreamPage.Place(last: last.id, entryCount: pageCount).after(last.id, page).entryCount
      if isLast { return }
    }
  }

  private mutating func account(
    _ page: [RedisStreamEntry],
    into report: inout VerificationReport
  ) async throws(RedisError) {
    var letters: [(letter: RedisStreamID, entry: RedisStreamID)] = []
    for letter in page {
      let reason = Self.text(DeadLetter.reasonField, of: letter).flatMap(RefusalReason.init)
      report.letters.total += 1
      report.letters.byReason[reason?.rawValue ?? "unknown", default: 0] += 1
      if let entry = Self.text(DeadLetter.originalIDField, of: letter).flatMap({ RedisStreamID($0) }),
        Self.text(DeadLetter.originalStreamField, of: letter) == key.text
      {
        letters.append((letter.id, entry))
      } else {
        report.add(.letterMalformed, "\(key.deadLetterText) \(letter.id)")
      }
    }
    for (pair, state) in zip(letters, try await look.states(ofLetters: letters)) {
      let example = "\(key.deadLetterText) \(pair.letter), of entry \(pair.entry)"
      switch state {
      case .indexed, .gone, .earlier: continue
      case .withoutIndex:
        report.letters.unindexed += 1
        remember(pair.entry, example, into: &report)
      case .unindexed:
        report.add(.letterUnindexed, example)
        remember(pair.entry, example, into: &report)
      case .doubled: report.add(.entryBuriedTwice, example)
      }
    }
  }

  private mutating func remember(_ entry: RedisStreamID, _ example: String, into report: inout VerificationReport) {
    if unindexed.count == Self.unindexedCountMax {
      // What can't be remembered can't be proven: the index has to be made first.
      report.add(.letterUnindexed, example)
      return
    }
    if let last = unindexed.last, entry < last { isSorted = false }
    unindexed.append(entry)
  }

  private static func text(_ name: String, of letter: RedisStreamEntry) -> String? {
    // The last of a name: an entry may have brought a field of that name itself.
    letter.fields?.last { $0.name.elementsEqual(name.utf8) }.map { String(decoding: $0.value, as: UTF8.self) }
  }

  /// Reads the index, which must lead to letters.
  mutating func readIndex(into report: inout VerificationReport) async throws(RedisError) {
    var cursor: UInt64 = 0
    repeat {
      let page = try await redis.send(
        HashScan(key: key.deadLetterIndexText, cursor: cursor, count: Self.indexPageCount)
      )
      cursor = page.cursor
      let entries = page.fields.map { String(decoding: $0.name, as: UTF8.self) }
      if entries.isEmpty { continue }
      isEmpty = false
      for (entry, state) in zip(entries, try await look.states(ofEntries: entries)) where state == .dangling {
        report.add(.indexWithoutLetter, "\(key.deadLetterIndexText) \(entry)")
      }
    } while cursor != 0
  }

  /// How it is known that an entry is among the letters.
  enum Burial {
    case byIndex
    /// By its letter alone, which no index knows.
    case byLetter
  }

  /// Which of some entries are among the letters, as was seen so far or as the index says now.
  mutating func burials(of ids: [RedisStreamID]) async throws(RedisError) -> [RedisStreamID: Burial] {
    if ids.isEmpty || isEmpty { return [:] }
    var burials: [RedisStreamID: Burial] = [:]
    for (id, state) in zip(ids, try await look.states(ofEntries: ids.map(\.description))) {
      burials[id] = state == .buried ? .byIndex : isRemembered(id) ? .byLetter : nil
    }
    return burials
  }

  /// The same, where a letter may have come after the last look.
  mutating func burialsByNow(
    of ids: [RedisStreamID],
    into report: inout VerificationReport
  ) async throws(RedisError) -> [RedisStreamID: Burial] {
    try await readLetters(into: &report)
    return try await burials(of: ids)
  }

  /// An entry can be pending and dead for as long as a worker needs: its group was made anew, and it was delivered again.
  mutating func verifyPending(
    _ page: StreamPage,
    group: ConsumerGroup,
    into report: inout VerificationReport
  ) async throws(RedisError) {
    let old = page.pending.filter { $0.idle > Self.pendingAgeMax }.map(\.entry.id)
    let buried = try await burials(of: old)
    for id in old where buried[id] != nil {
      // It may have been taken over, and buried, between the two looks.
      let look = StreamPendingEntries(
        key: key.text,
        group: group.rawValue,
        from: .including(id),
        to: .including(id),
        count: 1,
        minimumIdle: Self.pendingAgeMax
      )
      for held in try await redis.pipeline([look]) {
        // Without its group nothing is pending any more.
        if case .success(let entries) = held, !entries.isEmpty { report.add(.entryPendingAndDead, "\(key) \(id)") }
      }
    }
  }

  private mutating func isRemembered(_ id: RedisStreamID) -> Bool {
    if unindexed.isEmpty { return false }
    if !isSorted {
      unindexed.sort()
      isSorted = true
    }
    var lower = unindexed.startIndex
    var upper = unindexed.endIndex
    while lower < upper {
      let middle = (lower + upper) / 2
      if unindexed[middle] < id { lower = middle + 1 } else { upper = middle }
    }
    return lower < unindexed.endIndex && unindexed[lower] == id
  }
}
