/// What keeps a process of the tests from starting, from running, or from ending in time.
public struct TestProcessFailure: Error, CustomStringConvertible {
  public let description: String

  public init(description: String) {
    self.description = description
  }
}
