import Access
import AsyncHTTPClient
import EventModel
import FoundationEssentials
import NIOCore
import NIOHTTP1
import Settings

/// Where the keys come from that tokens are checked with.
struct KeySource: Sendable {
  private static let byteCountMax = 1_048_576
  private static let timeLimit = TimeAmount.seconds(5)

  private let keys: AccessSettings.Keys?

  init(_ keys: AccessSettings.Keys?) {
    self.keys = keys
  }

  /// The keys as they are now; a ring that looks again when it is told to, and keeps what it has through an outage.
  func ring(now: Timestamp) async throws(AccessError) -> KeyRing {
    switch keys {
    case .secret(let secret):
      try await KeyRing(now: now) { () async throws(AccessError) in try await KeySet(secret: secret) }
    case .file(let path):
      try await KeyRing(now: now) { () async throws(AccessError) in try await KeySet(jwks: Self.read(path)) }
    case .url(let url):
      try await KeyRing(now: now) { () async throws(AccessError) in try await KeySet(jwks: Self.fetch(url)) }
    case nil:
      throw AccessError(.noKeys, "No keys of tokens are set.")
    }
  }

  private static func read(_ path: String) throws(AccessError) -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path), data.count <= byteCountMax else {
      throw AccessError(.noKeys, "RECKONER_JWT_JWKS_FILE names a file that can't be read, or a huge one.")
    }
    return Array(data)
  }

  private static func fetch(_ url: String) async throws(AccessError) -> [UInt8] {
    do {
      let response = try await HTTPClient.shared.execute(HTTPClientRequest(url: url), timeout: timeLimit)
      guard response.status == .ok else {
        throw AccessError(.noKeys, "The server of the key set answered with status \(response.status.code).")
      }
      return Array(buffer: try await response.body.collect(upTo: byteCountMax))
    } catch let error as AccessError {
      throw error
    } catch {
      throw AccessError(.noKeys, "The key set can't be fetched from RECKONER_JWT_JWKS_URL: \(error)")
    }
  }
}
