import Access
import EventModel
import Synchronization
import Testing

@Suite struct KeyRingTests {
  private static let start = Timestamp(microseconds: Fixtures.issuedAtSeconds * 1_000_000)

  /// A source of keys that changes, and that can be away.
  private final class Source: Sendable {
    private let answer: Mutex<String?>
    private let count = Mutex(0)

    init(_ text: String) { answer = Mutex(text) }

    func set(_ text: String?) { answer.withLock { $0 = text } }

    var loadCount: Int { count.withLock { $0 } }

    func load() async throws(AccessError) -> KeySet {
      count.withLock { $0 += 1 }
      guard let text = answer.withLock({ $0 }) else { throw AccessError(.noKeys, "away") }
      return try await KeySet(jwks: Array(text.utf8))
    }
  }

  @Test("a key that was made since the keys were read is found by the token that names it")
  func rotation() async throws {
    let source = Source(Fixtures.keySet)
    let ring = try await KeyRing(now: Self.start) { () async throws(AccessError) in try await source.load() }
    let authenticator = Authenticator(policy: AccessPolicy(), ring: ring)
    source.set(Fixtures.laterKeySet)
    let later = Self.start + .seconds(60)
    #expect(try await authenticator.principal(of: Fixtures.rotated, now: later).userID == "ada")
    #expect(source.loadCount == 2)
  }

  @Test("names of keys that don't exist ask the source seldom")
  func flood() async throws {
    let source = Source(Fixtures.keySet)
    let ring = try await KeyRing(now: Self.start) { () async throws(AccessError) in try await source.load() }
    let authenticator = Authenticator(policy: AccessPolicy(), ring: ring)
    for second in Int64(0)..<100 {
      let now = Self.start + .seconds(second)
      let error = await #expect(throws: AccessError.self) {
        try await authenticator.principal(of: Fixtures.rotated, now: now)
      }
      #expect(error?.code == .unknownKey)
    }
    #expect(source.loadCount == 1 + 3, "once at first, and then once in half a minute")
  }

  @Test("an outage of the source leaves the keys in force that were read last, and is told")
  func outage() async throws {
    let source = Source(Fixtures.keySet)
    let ring = try await KeyRing(now: Self.start) { () async throws(AccessError) in try await source.load() }
    source.set(nil)
    let later = Self.start + .seconds(600)
    #expect(await ring.refresh(now: later) == false)
    #expect(ring.failure?.code == .noKeys)
    let authenticator = Authenticator(policy: AccessPolicy(), ring: ring)
    #expect(try await authenticator.principal(of: Fixtures.es256, now: later).userID == "ada")
    source.set(Fixtures.keySet)
    #expect(await ring.refresh(now: later + .seconds(60)))
    #expect(ring.failure == nil)
  }

  @Test("without keys nobody starts")
  func noKeys() async {
    await #expect(throws: AccessError.self) {
      _ = try await KeyRing(now: Self.start) { () async throws(AccessError) -> KeySet in
        throw AccessError(.noKeys, "away")
      }
    }
  }
}
