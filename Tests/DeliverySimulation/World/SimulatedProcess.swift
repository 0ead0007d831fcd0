/// What the machines of one process share.
struct SimulatedProcess: Hashable, Sendable {
  enum Status: Hashable, Sendable {
    /// May be stopped or killed.
    case running
    /// Is woken or killed.
    case stopped
    /// Is started again, in a new life.
    case dead
  }

  fileprivate(set) var status = Status.running
  /// Whether its heartbeat doesn't reach Redis.
  fileprivate(set) var isSilent = false
  /// Consumers have another name in each.
  fileprivate(set) var life = 0
  /// Entries put aside until their next attempt, by stream.
  var retries: [[Candidate]] = StreamName.allCases.map { _ in [] }

  /// The gate: machines that work beside others, the one that works alone, and those that wait for that; a bit for each.
  private var working: UInt64 = 0
  private var alone: Int?
  private var waiting: UInt64 = 0

  func mayEnterTogether(_ machine: Int) -> Bool {
    working & bit(machine) != 0 || (alone == nil && waiting == 0)
  }

  func mayEnterAlone(_ machine: Int) -> Bool {
    alone == machine || (alone == nil && working == 0)
  }

  mutating func enterTogether(_ machine: Int) {
    working |= bit(machine)
  }

  /// Keeps later ones out.
  mutating func waitForAlone(_ machine: Int) {
    waiting |= bit(machine)
  }

  mutating func enterAlone(_ machine: Int) {
    alone = machine
    waiting &= ~bit(machine)
  }

  mutating func leave(_ machine: Int) {
    working &= ~bit(machine)
    waiting &= ~bit(machine)
    if alone == machine { alone = nil }
  }

  mutating func die() {
    self = Self(life: life + 1)
    status = .dead
  }

  mutating func restart() {
    precondition(status == .dead, "only what died starts again")
    status = .running
  }

  mutating func stop() {
    precondition(status == .running, "only what runs can be stopped")
    status = .stopped
  }

  mutating func wake() {
    precondition(status == .stopped, "only what was stopped wakes")
    status = .running
  }

  mutating func fallSilent() { isSilent = true }

  mutating func speak() { isSilent = false }

  init() {}

  private init(life: Int) {
    self.life = life
  }

  private func bit(_ machine: Int) -> UInt64 { 1 << UInt64(machine) }
}
