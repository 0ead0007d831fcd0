/// Bounds of text fields, in Unicode scalars. The contract sets the first three; the others only keep rows and indexes
/// of a reasonable size.
enum TextLimit {
  static let actionTypeScalars = 50
  static let actionIDScalars = 100
  static let stageNameScalars = 50
  static let identifierScalars = 200
  static let otherScalars = 512
  static let versionScalars = 32
  static let listElements = 100
  /// All elements of a list with their commas.
  static let listScalars = 8192
}
