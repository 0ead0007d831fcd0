import Access
import EventModel
import Foundation
import TestSupport

extension TestAPI {
  /// Somebody who asks.
  struct Person: Sendable {
    var user: String
    var role: Role
    var tenant: TenantID
    var team: String?

    init(_ user: String, _ role: Role, of tenant: TenantID, team: String? = nil) {
      self.user = user
      self.role = role
      self.tenant = tenant
      self.team = team
    }
  }

  /// What came back, with its JSON.
  struct Answer: Sendable {
    let status: Int
    let text: String
    let http: HTTPAnswer

    /// `null` for what is no JSON.
    var json: JSONValue {
      do throws(JSONParsingError) {
        return try JSONParser.parse(Array(text.utf8))
      } catch {
        return .null
      }
    }

    /// The value at a path of member names and positions, such as `outcomes.0.outcome_id`.
    subscript(path: String) -> JSONValue? {
      path.split(separator: ".").reduce(Optional(json)) { value, name in
        switch value {
        case .array(let elements)?:
          Int(name).flatMap { elements.indices.contains($0) ? elements[$0] : nil }
        default: value?[String(name)]
        }
      }
    }

    func text(_ path: String) -> String? {
      guard case .string(let text)? = self[path] else { return nil }
      return text
    }

    func number(_ path: String) -> Double? {
      guard case .number(let number)? = self[path] else { return nil }
      return number.double
    }

    func count(_ path: String) -> Int? {
      guard case .array(let elements)? = self[path] else { return nil }
      return elements.count
    }
  }

  static func token(
    _ person: Person,
    seconds: Int64 = 3600,
    at time: Timestamp = now,
    secret: String = secret,
    policy: AccessPolicy = AccessPolicy()
  ) async throws -> String {
    let principal = Principal(userID: person.user, tenantID: person.tenant, role: person.role, teamID: person.team)
    return try TokenMint(keys: try await KeySet(secret: secret), policy: policy)
      .token(for: principal, now: time, seconds: seconds)
  }

  /// Asks as somebody.
  func call(
    _ method: String,
    _ path: String,
    as person: Person?,
    _ body: String? = nil,
    headers: [String: String] = [:]
  ) async throws -> Answer {
    var fields = headers
    if let person { fields["Authorization"] = "Bearer \(try await Self.token(person, at: clock.now))" }
    if body != nil, fields["Content-Type"] == nil { fields["Content-Type"] = "application/json" }
    return try await plain(method, Self.prefix + path, headers: fields, body)
  }

  /// Asks for an address as it is.
  func plain(
    _ method: String,
    _ path: String,
    headers: [String: String] = [:],
    _ body: String? = nil
  ) async throws -> Answer {
    let answer = try await HTTPAnswer.of(
      path,
      at: address,
      method: method,
      headers: headers,
      sending: body,
      within: 30
    )
    return Answer(status: answer.status, text: answer.body, http: answer)
  }
}
