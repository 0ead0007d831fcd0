import Delivery
import EventFuzz
import EventModel
import Streams
import TestSupport

/// Entries that producers should never send, among some that they may: what a fleet must survive.
struct FuzzLoad {
  private static let conversationCount = 4000
  private static let rememberedCount = 512
  /// What the fleet reads.
  private static let eventTypes = ConsumerGroup.allCases.flatMap(\.eventTypes)

  private var random: TestGenerator
  private var mutator: EntryMutator
  private let decoder: EventDecoder
  private let tenants: [String]
  private let conversations: [String]
  /// Identities that were used before, some of which come again: with the same content, or with another.
  private var used: [SampleEntry.Identity] = []
  private var sent: [EventPublisher.Entry] = []
  private let now: Timestamp

  /// - Parameter now: events are of the days before it.
  init(seed: UInt64, now: Timestamp) {
    var random = TestGenerator(seed: seed)
    tenants = (0..<4).map { _ in random.uuid() }
    conversations = (0..<Self.conversationCount).map { _ in random.uuid() }
    self.random = random
    mutator = EntryMutator(seed: seed &+ 1)
    decoder = EventDecoder(now: now)
    self.now = now
  }

  /// The next entry, and where it goes.
  mutating func next() -> EventPublisher.Entry {
    if !sent.isEmpty, random.chance(2) { return random.pick(sent) }
    let entry = random.chance(3) ? noise() : mutated()
    if sent.count < Self.rememberedCount {
      sent.append(entry)
    } else {
      sent[Int.random(in: 0..<sent.count, using: &random)] = entry
    }
    return entry
  }

  private mutating func mutated() -> EventPublisher.Entry {
    while true {
      let identity = identity()
      let entry = mutator.entry(of: [random.pick(Self.eventTypes)], identity)
      // The last field may be gone, and Redis takes no entry without one.
      if entry.fields.isEmpty { continue }
      let key = key(of: entry, identity)
      // A sample that nobody's outcome stands for, though well-formed, would be a lie that `verify` is there to find.
      if key.eventType == .calibrationUpdated, isEvent(entry.fields, key) { continue }
      return EventPublisher.Entry(key: key, fields: entry.fields)
    }
  }

  private func isEvent(_ fields: [StreamField], _ key: StreamKey) -> Bool {
    do throws(Refusal) {
      _ = try decoder.decode(fields, from: key.context)
      return true
    } catch {
      return false
    }
  }

  private mutating func identity() -> SampleEntry.Identity {
    if !used.isEmpty, random.chance(5) { return random.pick(used) }
    var identity = SampleEntry.Identity()
    identity.tenant = random.pick(tenants)
    identity.event = random.uuid()
    identity.conversation = random.pick(conversations)
    identity.otherConversation = random.pick(conversations)
    identity.timestamp = (now - .hours(Int64.random(in: 1...240, using: &random))).rfc3339
    if used.count < Self.rememberedCount {
      used.append(identity)
    } else {
      used[Int.random(in: 0..<used.count, using: &random)] = identity
    }
    return identity
  }

  /// Mostly the tenant's own stream, sometimes the shared one, and now and then another tenant's or another type's.
  private mutating func key(of entry: SampleEntry, _ identity: SampleEntry.Identity) -> StreamKey {
    let type = random.chance(1) ? random.pick(Self.eventTypes) : entry.eventType
    let tenant = random.chance(1) ? random.pick(tenants) : identity.tenant
    if type != .calibrationUpdated, random.chance(20) { return StreamKey(shared: type) }
    guard let key = StreamKey(text: "t:\(tenant):events:\(type.rawValue)") else {
      preconditionFailure("the tenants' ids are lower-case UUIDs")
    }
    return key
  }

  /// Nothing that was an event once: names and values of any bytes.
  private mutating func noise() -> EventPublisher.Entry {
    let names = ["data", "event_id", "cloudevent", "ce_id", "", "\u{0}", "e\u{301}", "_dlq_reason", "version"]
    let fields = (0..<Int.random(in: 1...6, using: &random)).map { _ in
      let name = random.chance(50) ? Array(random.pick(names).utf8) : bytes(countMax: 12)
      return StreamField(name: name, value: bytes(countMax: 200))
    }
    return EventPublisher.Entry(key: StreamKey(shared: random.pick([.agentAction, .customerReply])), fields: fields)
  }

  private mutating func bytes(countMax: Int) -> [UInt8] {
    (0..<Int.random(in: 0...countMax, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
  }
}

extension StreamKey {
  var context: StreamContext { StreamContext(eventType: eventType, tenant: tenant) }
}
