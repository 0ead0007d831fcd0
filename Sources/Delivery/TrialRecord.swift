/// What an entry went through before, as the delivery counter of the group's pending list says it.
///
/// The counter is the only record of an entry's trials. Workers set it, absolutely and before they handle the entry, so
/// that it survives every death; whoever lives writes it back, so that only deaths and failures are charged.
///
/// | counter | meaning |
/// |---|---|
/// | 0...99 | its handling in company began so often; reading a new entry sets 1 |
/// | 100 + 10 f + d | it stands alone: it failed f times alone, and its handling alone began d times without an end |
/// | 200 + 10 s + d | it stands alone: it took too long s times in a row, and its handling alone began d times without an end |
///
/// An entry that kills its worker is handled in ever smaller company, so that after few deaths it is alone; only what
/// happens then counts against it.
public enum TrialRecord: Hashable, Sendable {
  /// Its handling began this often, always with others: 0...99.
  case inCompany(beginnings: Int)
  /// It failed alone `failures` times (0...``failureCountMax``), and since the last failure its handling alone began
  /// `deaths` times (0...9) and wasn't ended by whoever began it.
  case alone(failures: Int, deaths: Int)
  /// Its handling alone took too long `times` times in a row (1...``slownessCountMax``; so often or more), and since then
  /// began `deaths` times (0...9) and wasn't ended by whoever began it.
  case slow(times: Int, deaths: Int)

  /// An entry that was never given out.
  public static let fresh = Self.inCompany(beginnings: 0)
  /// An entry that was just read for the first time.
  public static let delivered = Self.inCompany(beginnings: 1)

  /// Deaths alone after which an entry is given up as `delivery_limit`.
  public static let deathCountMax = 3
  /// Failures alone after which an entry is given up as `processing_failed`: one, and one for each of ``retryDelays``.
  public static let failureCountMax = retryDelays.count + 1
  /// The waits after the first, second and third failure (CONTRACT section 1).
  public static let retryDelays: [Duration] = [.seconds(1), .seconds(4), .seconds(16)]
  /// How far a wait is lengthened or shortened at random: by this part of it.
  public static let retryJitter = 0.25
  /// The waits after handlings that took too long: nobody knows whose fault that is, so that the entry isn't given up.
  static let slowDelays: [Duration] = [5, 10, 20, 40, 80, 160, 300].map { .seconds($0) }
  /// How many handlings in a row that took too long are told apart.
  public static let slownessCountMax = slowDelays.count
  /// How many may be handled together when an entry's handling begins for the second, third and fourth time.
  static let companySizes = [256, 32, 4]

  private static let aloneBase = 100
  private static let slowBase = 200

  /// Reads a counter. One that this fleet can't have written says that the entry is suspicious, and nothing more.
  public init(deliveryCount: Int) {
    let (times, deaths) = (deliveryCount % 100 / 10, deliveryCount % 10)
    switch deliveryCount {
    case ..<Self.aloneBase: self = .inCompany(beginnings: max(0, deliveryCount))
    case ..<Self.slowBase where times <= Self.failureCountMax: self = .alone(failures: times, deaths: deaths)
    case Self.slowBase..<(Self.slowBase + 100) where (1...Self.slownessCountMax).contains(times):
      self = .slow(times: times, deaths: deaths)
    default: self = .alone(failures: 0, deaths: 0)
    }
  }

  /// The counter that stands for this record.
  public var deliveryCount: Int {
    switch self {
    case .inCompany(let beginnings): beginnings
    case .alone(let failures, let deaths): Self.aloneBase + 10 * failures + deaths
    case .slow(let times, let deaths): Self.slowBase + 10 * times + deaths
    }
  }

  /// What to do with an entry whose consumer left it behind.
  public enum Verdict: Hashable, Sendable {
    /// Handle it with at most so many others of the same record; first write down ``TrialRecord/begun``.
    case handle(companyMax: Int)
    /// It was alone when its workers died.
    case giveUp(deaths: Int)
  }

  /// What to do next with an entry that nobody holds any more.
  public var verdict: Verdict {
    switch self {
    case .inCompany(let beginnings):
      let sizes = Self.companySizes
      return .handle(companyMax: beginnings <= sizes.count ? sizes[max(0, beginnings - 1)] : 1)
    case .alone(_, let deaths), .slow(_, let deaths):
      return deaths >= Self.deathCountMax ? .giveUp(deaths: deaths) : .handle(companyMax: 1)
    }
  }

  /// The record to write before the next handling begins.
  public var begun: Self {
    switch self {
    case .inCompany(let beginnings) where beginnings <= Self.companySizes.count:
      .inCompany(beginnings: beginnings + 1)
    case .inCompany: .alone(failures: 0, deaths: 1)
    case .alone(let failures, let deaths): .alone(failures: failures, deaths: min(9, deaths + 1))
    case .slow(let times, let deaths): .slow(times: times, deaths: min(9, deaths + 1))
    }
  }

  /// The record of one whose handling came to an end: what was begun alone wasn't a death.
  public var withoutDeaths: Self {
    switch self {
    case .inCompany: self
    case .alone(let failures, _): .alone(failures: failures, deaths: 0)
    case .slow(let times, _): .slow(times: times, deaths: 0)
    }
  }

  /// Whether the next handling is alone.
  public var isAloneNext: Bool {
    switch verdict {
    case .handle(let companyMax): companyMax == 1
    case .giveUp: true
    }
  }

  /// What a failure alone leads to.
  public enum Consequence: Hashable, Sendable {
    /// Write the record down, and try again after the delay, of which the jitter is taken off or added.
    case retry(TrialRecord, after: Duration)
    /// It failed this often, and is given up.
    case giveUp(failures: Int)
  }

  /// The consequence of one more failure alone. Whoever fails proves that it doesn't kill.
  public var afterFailure: Consequence {
    let failures =
      switch self {
      case .inCompany, .slow: 1
      case .alone(let failures, _): failures + 1
      }
    if failures >= Self.failureCountMax { return .giveUp(failures: failures) }
    return .retry(.alone(failures: failures, deaths: 0), after: Self.retryDelays[failures - 1])
  }

  /// The record of one that alone took longer than it may once more, and the wait until its next attempt, of which the
  /// jitter is taken off or added. It didn't kill anybody.
  public var afterTimeout: (record: TrialRecord, delay: Duration) {
    let times =
      switch self {
      case .inCompany, .alone: 1
      case .slow(let times, _): min(times + 1, Self.slownessCountMax)
      }
    return (.slow(times: times, deaths: 0), Self.slowDelays[times - 1])
  }

  /// For how long nobody else touches an entry with this record: while it may still be handled by its consumer, and while
  /// it waits for its next attempt.
  /// - Parameter silence: how long a consumer may be silent before it counts as dead.
  public func restMin(silence: Duration) -> Duration {
    switch self {
    case .alone(let failures, 0) where failures > 0:
      return max(silence, Self.retryDelays[min(failures, Self.retryDelays.count) - 1] * (1 + Self.retryJitter))
    case .slow(let times, 0): return max(silence, Self.slowDelays[times - 1] * (1 + Self.retryJitter))
    case .inCompany, .alone, .slow: return silence
    }
  }
}
