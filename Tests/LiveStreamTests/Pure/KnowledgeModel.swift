import EventModel
import TestSupport
import Testing

@testable import LiveStream

/// Clients that come, read, lose their connection with what was on the way, and come back with the last id that they saw;
/// messages that come, or that are published while Redis is away. A client that is told to resync reads everything that is
/// published by then, as one does that opens its first stream.
struct KnowledgeModel {
  private struct Published {
    let id: String
    let reps: [String?]
    let isTruncated: Bool
  }

  private struct Client {
    let tenant: Int
    /// `nil` sees everything.
    let rep: String?
    var number: UInt64?
    var lastEventID: String?
    /// Frames that the server has written and the client hasn't read.
    var pipe: [LiveFrame] = []
    var known: Set<String> = []
    /// The place of the last update that it read.
    var lastPlace = -1
    var hasOpened = false
  }

  private let seed: UInt64
  private var generator: TestGenerator
  private var table: ListenerTable
  private var tenants: [TenantID]
  private var published: [[Published]]
  private var clients: [Client] = []
  private var isAway = false
  private var nextID = 0
  private let now = Timestamp(microseconds: 0)

  private(set) var resyncCount = 0
  private(set) var updateCount = 0
  private(set) var resumptionCount = 0

  init(seed: UInt64) throws {
    self.seed = seed
    generator = TestGenerator(seed: seed)
    let limits = LiveStreamLimits(
      waitingUpdateCountMax: Int.random(in: 1...6, using: &generator),
      log: .init(
        updateCountPerTenantMax: Int.random(in: 1...8, using: &generator),
        byteCountPerTenantMax: 4000,
        byteCountMax: 4000 + TenantUpdates.overheadByteCount + Int.random(in: 0...3000, using: &generator)
      )
    )
    table = ListenerTable(limits: limits, instance: "i")
    tenants = try (1...3).map(Messages.tenant)
    published = Array(repeating: [], count: 3)
    for index in 0..<9 { clients.append(Client(tenant: index % 3, rep: [nil, "r1", "r2"][index / 3])) }
  }

  mutating func step() throws {
    let client = Int.random(in: 0..<clients.count, using: &generator)
    switch Int.random(in: 0..<100, using: &generator) {
    case ..<35: try publish()
    case ..<50: write(client, countMax: 3)
    case ..<75: read(client, countMax: 3)
    case ..<82: try connect(client)
    case ..<88: disconnect(client)
    case ..<97: _ = table.tick(now: now)
    case ..<98:
      isAway = true
      table.noteLost()
    default: comeBack()
    }
  }

  /// Everybody connects and reads to the end; then everybody must know everything that is theirs.
  mutating func finish() throws {
    comeBack()
    for index in clients.indices {
      try connect(index)
      write(index, countMax: .max)
      read(index, countMax: .max)
      let client = clients[index]
      let theirs = published[client.tenant].filter { concerns($0, client) }.map(\.id)
      #expect(Set(theirs).subtracting(client.known) == [], "seed \(seed), client \(index)")
    }
  }

  private func concerns(_ update: Published, _ client: Client) -> Bool {
    guard let rep = client.rep, !update.isTruncated else { return true }
    return update.reps.contains { $0 == nil || $0 == rep }
  }

  private mutating func publish() throws {
    nextID += 1
    let tenant = Int.random(in: 0..<3, using: &generator)
    let count = Int.random(in: 1...3, using: &generator)
    let reps = (0..<count).map { _ in generator.pick([nil, "r1", "r2", "r3"]) }
    let update = Published(id: "u\(nextID)", reps: reps, isTruncated: generator.chance(4))
    published[tenant].append(update)
    if isAway { return }
    let message = try Messages.update(update.id, reps: reps, isTruncated: update.isTruncated)
    _ = table.receive(message, tenant: tenants[tenant])
  }

  private mutating func comeBack() {
    isAway = false
    _ = table.noteSubscribed()
  }

  private mutating func connect(_ index: Int) throws {
    guard clients[index].number == nil else { return }
    let client = clients[index]
    let request = ListenerRequest(
      tenantID: tenants[client.tenant],
      userID: "\(index)",
      filter: client.rep.map { RepFilter([$0]) },
      lastEventID: client.lastEventID
    )
    clients[index].number = try table.register(request, now: now)
    if client.lastEventID != nil { resumptionCount += 1 }
  }

  /// What was on the way is lost.
  private mutating func disconnect(_ index: Int) {
    guard let number = clients[index].number else { return }
    table.remove(number)
    clients[index].number = nil
    clients[index].pipe = []
  }

  private mutating func write(_ index: Int, countMax: Int) {
    guard let number = clients[index].number else { return }
    let filter = clients[index].rep.map { RepFilter([$0]) }
    var count = 0
    while count < countMax, case .handover(let handover) = table.take(number) {
      clients[index].pipe.append(LiveFrame(handover, filter: filter, random: 0))
      count += 1
    }
  }

  private mutating func read(_ index: Int, countMax: Int) {
    for _ in 0..<min(countMax, clients[index].pipe.count) {
      let frame = clients[index].pipe.removeFirst()
      if let id = frame.id { clients[index].lastEventID = id }
      switch frame.kind {
      case .opening: if !clients[index].hasOpened { readEverything(index) }
      case .resync:
        resyncCount += 1
        readEverything(index)
      case .metricUpdate: note(frame, index)
      case .heartbeat: break
      case .expired, .restarting: Issue.record("seed \(seed): nothing ends here")
      }
      clients[index].hasOpened = true
    }
  }

  private mutating func readEverything(_ index: Int) {
    clients[index].known = Set(published[clients[index].tenant].map(\.id))
  }

  private mutating func note(_ frame: LiveFrame, _ index: Int) {
    updateCount += 1
    let client = clients[index]
    guard let id = frame.id, let place = published[client.tenant].firstIndex(where: { $0.id == id }) else {
      Issue.record("seed \(seed): an update of another tenant")
      return
    }
    let update = published[client.tenant][place]
    let expected = update.reps.filter { client.rep == nil || $0 == nil || $0 == client.rep }
    #expect(frame.reps == expected && !expected.isEmpty, "seed \(seed): the changes that are theirs")
    #expect(place > client.lastPlace, "seed \(seed): \(id) twice or out of order")
    clients[index].lastPlace = place
    clients[index].known.insert(id)
  }
}
