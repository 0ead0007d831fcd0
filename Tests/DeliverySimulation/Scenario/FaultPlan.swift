/// What may go wrong, and how often.
public struct FaultPlan: Hashable, Sendable {
  public struct Kinds: OptionSet, Hashable, Sendable {
    public let rawValue: Int

    public init(rawValue: Int) {
      self.rawValue = rawValue
    }

    /// A process loses its memory, and the server rolls back its transactions.
    public static let kill = Kinds(rawValue: 1)
    /// A process stops anywhere and goes on later; meanwhile its entries may be taken and its transactions be ended.
    public static let stop = Kinds(rawValue: 2)
    /// A process works on, but its heartbeat doesn't reach Redis for a while.
    public static let silence = Kinds(rawValue: 4)
    /// A connection is lost before a command is executed, or a store refuses it.
    public static let lostBefore = Kinds(rawValue: 8)
    /// A command, or a commit, is executed and its answer is lost.
    public static let lostAfter = Kinds(rawValue: 16)
    public static let groupDestroyed = Kinds(rawValue: 32)
    /// Redis loses all that it has.
    public static let forgotten = Kinds(rawValue: 64)
    /// A producer's MAXLEN cuts the oldest entry off.
    public static let trimmed = Kinds(rawValue: 128)

    public static let all = Kinds(rawValue: 255)
  }

  public var kinds: Kinds
  /// How many may happen in one run.
  public var countMax: Int

  public init(_ kinds: Kinds, countMax: Int) {
    self.kinds = kinds
    self.countMax = countMax
  }

  public static let none = FaultPlan([], countMax: 0)
}
