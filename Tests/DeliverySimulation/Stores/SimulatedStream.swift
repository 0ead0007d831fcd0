import Delivery
import EventModel

/// A consumer's name: that of a machine in one life of its process.
struct Consumer: Hashable, Sendable {
  let machine: Int
  let life: Int
}

/// An entry that was given to a consumer.
struct Delivered: Hashable, Sendable {
  let id: Int
  /// `nil` where the entry was trimmed while it was pending.
  let payload: Payload?
  /// What the pending list says since it was given.
  let record: TrialRecord
}

/// A pending entry as somebody saw it.
struct Candidate: Hashable, Sendable {
  let id: Int
  let record: TrialRecord
}

/// A Redis stream with its one consumer group and its dead letters. Every method is one atomic command or script.
struct SimulatedStream: Hashable, Sendable {
  struct Entry: Hashable, Sendable {
    let id: Int
    let payload: Payload
  }

  struct Pending: Hashable, Sendable {
    let id: Int
    fileprivate(set) var owner: Consumer
    fileprivate(set) var deliveryCount: Int

    var candidate: Candidate { Candidate(id: id, record: TrialRecord(deliveryCount: deliveryCount)) }
  }

  struct Letter: Hashable, Sendable {
    let original: Int
    let payload: Payload
    let reason: RefusalReason
  }

  private(set) var entries: [Entry] = []
  /// `nil` where there is no group.
  private(set) var pending: [Pending]? = []
  private(set) var letters: [Letter] = []
  /// Ids follow the clock, so none is used twice, whatever is forgotten.
  private var lastID = 0
  private var lastDelivered = 0

  /// XADD.
  @discardableResult
  mutating func add(_ payload: Payload) -> Int {
    lastID += 1
    entries.append(Entry(id: lastID, payload: payload))
    return lastID
  }

  var hasUnread: Bool { (entries.last?.id ?? 0) > lastDelivered }

  /// XREADGROUP with `>`; `nil` is NOGROUP.
  mutating func read(for consumer: Consumer, countMax: Int) -> [Delivered]? {
    guard pending != nil else { return nil }
    let new = entries.filter { $0.id > lastDelivered }.prefix(countMax)
    for entry in new {
      lastDelivered = entry.id
      pending?.append(Pending(id: entry.id, owner: consumer, deliveryCount: 1))
    }
    return new.map { Delivered(id: $0.id, payload: $0.payload, record: .delivered) }
  }

  /// XACK, whoever sends it, and nothing else.
  mutating func acknowledge(_ ids: [Int]) {
    pending?.removeAll { ids.contains($0.id) }
  }

  /// Acknowledges applied entries, and takes their letters out. Contents are compared, so that an entry that is gone from
  /// the stream keeps its letter.
  mutating func acknowledgeApplied(_ ids: [Int]) {
    acknowledge(ids)
    letters.removeAll { letter in
      ids.contains(letter.original) && entries.contains { $0.id == letter.original && $0.payload == letter.payload }
    }
  }

  /// XPENDING for one entry.
  func pending(_ id: Int) -> Pending? {
    pending?.first { $0.id == id }
  }

  /// XCLAIM with RETRYCOUNT; an entry that is gone from the stream leaves the pending list.
  mutating func claim(_ id: Int, for consumer: Consumer, becoming record: TrialRecord) -> Delivered? {
    guard let index = pending?.firstIndex(where: { $0.id == id }) else { return nil }
    guard let entry = entries.first(where: { $0.id == id }) else {
      pending?.remove(at: index)
      return Delivered(id: id, payload: nil, record: record)
    }
    pending?[index].owner = consumer
    pending?[index].deliveryCount = record.deliveryCount
    return Delivered(id: id, payload: entry.payload, record: record)
  }

  /// Writes a record, where the consumer still owns the entry.
  mutating func writeBack(_ candidate: Candidate, of consumer: Consumer) {
    guard let index = pending?.firstIndex(where: { $0.id == candidate.id }), pending?[index].owner == consumer else {
      return
    }
    pending?[index].deliveryCount = candidate.record.deliveryCount
  }

  /// Moves an entry to the dead letters and acknowledges it, where it is pending and its owner asks. One that has its
  /// letter already is only acknowledged.
  /// - Parameter consumer: `nil` asks for nobody.
  /// - Returns: whether there is a new letter.
  mutating func bury(_ entry: Delivered, _ reason: RefusalReason, of consumer: Consumer?) -> Bool {
    guard let payload = entry.payload, let held = pending(entry.id), consumer == nil || held.owner == consumer else {
      return false
    }
    acknowledge([entry.id])
    if letters.contains(where: { $0.original == entry.id }) { return false }
    letters.append(Letter(original: entry.id, payload: payload, reason: reason))
    return true
  }

  /// XGROUP CREATE ... MKSTREAM; one that exists stays.
  mutating func createGroup(atEnd: Bool = false) {
    guard pending == nil else { return }
    pending = []
    lastDelivered = atEnd ? lastID : 0
  }

  /// XGROUP DESTROY.
  mutating func destroyGroup() {
    pending = nil
    lastDelivered = 0
  }

  /// DEL, and of the dead letters too.
  mutating func forget() {
    destroyGroup()
    entries = []
    letters = []
  }

  /// XTRIM of the oldest entry; what the pending list says of it stays.
  mutating func trim() {
    if !entries.isEmpty { entries.removeFirst() }
  }
}
