/// The admin port can't be opened.
public struct AdminError: Error, CustomStringConvertible {
  /// A sentence that says what, where, and what to do.
  public let description: String
}
