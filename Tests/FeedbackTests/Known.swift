import EventModel
import Feedback
import FoundationEssentials
import Testing

/// Ids and ratings that tests share.
enum Known {
  static let tenant: TenantID = id(1)
  static let conversation: ConversationID = id(2)
  /// 2026-02-11T12:58:38.123456Z.
  static let noon = Timestamp(microseconds: 1_770_814_718_123_456)

  /// A UUID that ends in a number.
  static func id<Kind>(_ number: UInt8) -> UUIDIdentifier<Kind> {
    UUIDIdentifier(UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, number)))
  }

  static func inline(_ values: Int...) throws -> [FeedbackRating] {
    try values.map { try #require(FeedbackRating($0, source: .inline)) }
  }

  static func dashboard(_ values: Int...) throws -> [FeedbackRating] {
    try values.map { try #require(FeedbackRating($0, source: .dashboard)) }
  }

  /// The ratings of a source, each so many times, from the lowest up.
  static func ratings(_ source: FeedbackSource, counts: [Int]) throws -> [FeedbackRating] {
    try zip(source.ratings, counts).flatMap { value, count in
      Array(repeating: try #require(FeedbackRating(value, source: source)), count: count)
    }
  }

  static func json(_ text: String) throws -> JSONValue {
    try JSONParser.parse(Array(text.utf8))
  }
}
