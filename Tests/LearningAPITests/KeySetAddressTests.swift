import Access
import Crypto
import EventModel
import Foundation
import Hummingbird
import LearningAPI
import Logging
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing

/// Tokens that an identity provider signs, whose keys are fetched from its address.
@Suite(.timeLimit(.minutes(2))) struct KeySetAddressTests {
  private let tenant = TestAPI.tenant(1)

  /// A provider with a key of its own, as ES256 signs.
  private struct Signer: Sendable {
    let id: String
    let key = P256.Signing.PrivateKey()

    var webKey: String {
      let point = key.publicKey.rawRepresentation
      let (x, y) = (point.prefix(32), point.suffix(32))
      return """
        {"kty":"EC","crv":"P-256","use":"sig","alg":"ES256","kid":"\(id)",\
        "x":"\(Data(x).base64URL)","y":"\(Data(y).base64URL)"}
        """
    }

    func token(_ person: TestAPI.Person, at time: Timestamp) throws -> String {
      let header = Data("{\"alg\":\"ES256\",\"typ\":\"JWT\",\"kid\":\"\(id)\"}".utf8).base64URL
      let expiry = time.microseconds / 1_000_000 + 86_400
      let claims = """
        {"sub":"\(person.user)","tenant_id":"\(person.tenant)","role":"\(person.role.rawValue)","exp":\(expiry)}
        """
      let signed = "\(header).\(Data(claims.utf8).base64URL)"
      let signature = try key.signature(for: Data(signed.utf8)).rawRepresentation.base64URL
      return "\(signed).\(signature)"
    }
  }

  /// Serves a key set that may change, or be away.
  private final class Provider: Sendable {
    private let answer = Mutex<String?>(nil)
    private let port = Mutex<Int?>(nil)

    func serve(_ signers: [Signer]?) {
      answer.withLock { $0 = signers.map { "{\"keys\":[\($0.map(\.webKey).joined(separator: ","))]}" } }
    }

    func with<Value: Sendable>(
      isolation: isolated (any Actor)? = #isolation,
      _ body: (String) async throws -> Value
    ) async throws -> Value {
      let router = Router()
      router.get("/keys") { [self] _, _ in
        guard let text = answer.withLock({ $0 }) else { throw HTTPError(.serviceUnavailable) }
        return text
      }
      let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
      let application = Application(
        router: router,
        configuration: .init(address: .hostname("127.0.0.1", port: 0)),
        onServerRunning: { [self] channel in port.withLock { $0 = channel.localAddress?.port } },
        logger: logger
      )
      let group = ServiceGroup(configuration: .init(services: [.init(service: application)], logger: logger))
      let serving = Task { try await group.run() }
      defer { serving.cancel() }
      for _ in 0..<500 where port.withLock({ $0 }) == nil { try await Task.sleep(for: .milliseconds(10)) }
      let chosen = try #require(port.withLock { $0 })
      let value = try await body("http://127.0.0.1:\(chosen)/keys")
      await group.triggerGracefulShutdown()
      _ = await serving.result
      return value
    }
  }

  @Test(
    "keys come from the provider's address, a new one is fetched when a token names it, and an outage changes nothing"
  )
  func rotation() async throws {
    let provider = Provider()
    let first = Signer(id: "one")
    provider.serve([first])
    try await provider.with { url in try await rotate(provider, first, url) }
  }

  private func rotate(_ provider: Provider, _ first: Signer, _ url: String) async throws {
    let second = Signer(id: "two")
    try await TestAPI.with(["reckoner.jwt.secret": "", "reckoner.jwt.jwks.url": url]) { api in
      let known = try await status(of: first, api)
      #expect(known == 200)
      api.clock.advance(by: .seconds(31))
      #expect(try await status(of: second, api) == 401, "the provider doesn't know it")
      provider.serve([first, second])
      #expect(try await status(of: second, api) == 401, "unknown keys are asked for at most every thirty seconds")
      api.clock.advance(by: .seconds(31))
      #expect(try await status(of: second, api) == 200)
      provider.serve(nil)
      api.clock.advance(by: .seconds(31))
      #expect(try await status(of: Signer(id: "three"), api) == 401)
      #expect(try await status(of: first, api) == 200, "what is known stays known while the provider is away")
      #expect(try await status(of: second, api) == 200)
    }
  }

  private func status(of signer: Signer, _ api: TestAPI) async throws -> Int {
    let token = try signer.token(TestAPI.Person("ada", .manager, of: tenant), at: TestAPI.now)
    let headers = ["Authorization": "Bearer \(token)"]
    return try await api.plain("GET", "\(TestAPI.prefix)/outcomes", headers: headers).status
  }

  @Test("a key set from a file is read again, and a file that is gone changes nothing")
  func file() async throws {
    let (first, second) = (Signer(id: "one"), Signer(id: "two"))
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("keys-\(UUID().uuidString)").path
    func write(_ signers: Signer...) throws {
      let text = "{\"keys\":[\(signers.map(\.webKey).joined(separator: ","))]}"
      try text.write(toFile: path, atomically: true, encoding: .utf8)
    }
    try write(first)
    defer { _ = try? FileManager.default.removeItem(atPath: path) }
    try await TestAPI.with(["reckoner.jwt.secret": "", "reckoner.jwt.jwks.file": path]) { api in
      let known = try await status(of: first, api)
      #expect(known == 200)
      try write(first, second)
      api.clock.advance(by: .seconds(31))
      #expect(try await status(of: second, api) == 200)
      try FileManager.default.removeItem(atPath: path)
      api.clock.advance(by: .seconds(31))
      #expect(try await status(of: Signer(id: "three"), api) == 401)
      #expect(try await status(of: second, api) == 200)
    }
  }

  @Test("an API whose keys can't be had doesn't start")
  func unreachable() async throws {
    await #expect(throws: LearningAPIError.self) {
      try await TestAPI.with(["reckoner.jwt.secret": "", "reckoner.jwt.jwks.url": "http://127.0.0.1:1/keys"]) { _ in }
    }
  }
}
