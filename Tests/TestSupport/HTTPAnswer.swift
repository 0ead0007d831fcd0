public import Foundation

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// The answer to a real HTTP request.
public struct HTTPAnswer: Sendable {
  public let status: Int
  public let body: String
  private let fields: [String: String]

  /// A field of the head, by its name in any case.
  public func field(_ name: String) -> String? { fields[name.lowercased()] }

  /// Asks a server of this machine; a connection of its own each time.
  /// - Parameter address: `host:port`.
  public static func of(
    _ path: String,
    at address: String,
    method: String = "GET",
    headers: [String: String] = [:],
    sending content: String? = nil,
    within limit: TimeInterval = 10
  ) async throws -> HTTPAnswer {
    guard let url = URL(string: "http://\(address)\(path)") else {
      throw TestProcessFailure(description: "\(address)\(path) makes no URL")
    }
    var request = URLRequest(url: url, timeoutInterval: limit)
    request.httpMethod = method
    for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
    request.httpBody = content.map { Data($0.utf8) }
    // What the server says is the answer: nobody goes on to another address, and nobody keeps cookies.
    let configuration = URLSessionConfiguration.ephemeral
    configuration.httpCookieStorage = nil
    configuration.httpShouldSetCookies = false
    let session = URLSession(configuration: configuration, delegate: NoRedirects(), delegateQueue: nil)
    defer { session.finishTasksAndInvalidate() }
    let (data, response) = try await session.data(for: request)
    guard let response = response as? HTTPURLResponse else {
      throw TestProcessFailure(description: "\(url) didn't answer by HTTP")
    }
    let fields = response.allHeaderFields.map { ("\($0.key)".lowercased(), "\($0.value)") }
    return HTTPAnswer(
      status: response.statusCode,
      body: String(decoding: data, as: UTF8.self),
      fields: Dictionary(fields, uniquingKeysWith: { first, _ in first })
    )
  }
}

extension HTTPAnswer {
  /// The samples of an exposition, by name and labels as they are written.
  public var samples: [String: Double] {
    let pairs = body.split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap { line -> (String, Double)? in
      guard let space = line.lastIndex(of: " "), let value = Double(line[line.index(after: space)...]) else {
        return nil
      }
      return (String(line[..<space]), value)
    }
    return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
  }
}

private final class NoRedirects: NSObject, URLSessionTaskDelegate {
  func urlSession(
    _ session: URLSession,
    task: URLSessionTask,
    willPerformHTTPRedirection response: HTTPURLResponse,
    newRequest request: URLRequest,
    completionHandler: @escaping @Sendable (URLRequest?) -> Void
  ) {
    completionHandler(nil)
  }
}
