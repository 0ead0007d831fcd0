import EventModel
import Feedback
import Testing

struct FeedbackSubmissionTests {
  private static let conversation = "00000000-0000-0000-0000-000000000002"

  /// A body with some members in the place of, or beside, the usual ones; `nil` leaves one out.
  private static func body(_ changes: KeyValuePairs<String, String?> = [:]) throws -> JSONValue {
    var members = [
      "conversation_state_id": #""\#(conversation)""#, "target_type": #""decision""#, "target_id": #""act-1""#,
      "source": #""dashboard""#, "rating": "4",
    ]
    for (name, value) in changes { members[name] = value }
    let text = members.sorted { $0.key < $1.key }.map { #""\#($0.key)":\#($0.value)"# }.joined(separator: ",")
    return try Known.json("{\(text)}")
  }

  private static func error(_ body: JSONValue) -> FeedbackError? {
    do throws(FeedbackError) {
      _ = try FeedbackSubmission(body)
      return nil
    } catch {
      return error
    }
  }

  @Test func `what is required is enough`() throws {
    let submission = try FeedbackSubmission(Self.body())
    #expect(submission.conversationID == Known.conversation)
    #expect(submission.target == FeedbackTarget(.decision, id: "act-1"))
    #expect(submission.rating == FeedbackRating(4, source: .dashboard))
    #expect(submission.comment == nil)
    #expect(submission.outcomeID == nil)
    #expect(submission.label == nil)
  }

  @Test func `everything that the contract knows is read`() throws {
    let submission = try FeedbackSubmission(
      Self.body([
        "comment": #""Too late, but kind.""#, "outcome_record_id": #""00000000-0000-0000-0000-0000000000AB""#,
        "label": #""negative""#, "source": #""inline""#, "rating": "-1", "target_type": #""message""#,
      ])
    )
    #expect(submission.comment == "Too late, but kind.")
    #expect(submission.outcomeID == Known.id(0xAB))
    #expect(submission.label == .negative)
    #expect(submission.rating == FeedbackRating(-1, source: .inline))
    #expect(submission.target.type == .message)
  }

  @Test(arguments: ["1", "1.0", "1e0", "10e-1"])
  func `a whole number is one however written`(number: String) throws {
    let submission = try FeedbackSubmission(Self.body(["source": #""inline""#, "rating": number]))
    #expect(submission.rating.value == 1)
  }

  @Test func `null and empty text mean absent`() throws {
    let changes: KeyValuePairs<String, String?> = ["comment": "\"\"", "outcome_record_id": "null", "label": "null"]
    let submission = try FeedbackSubmission(Self.body(changes))
    #expect(try submission == FeedbackSubmission(Self.body()))
    #expect(try Self.error(Self.body(["rating": "null"]))?.code == .missingField)
    #expect(try Self.error(Self.body(["target_id": "\"\""]))?.code == .missingField)
  }

  @Test(arguments: ["conversation_state_id", "target_type", "target_id", "source", "rating"])
  func `what is required is missed by its name`(name: String) throws {
    let error = try #require(try Self.error(Self.body([name: nil])))
    #expect(error.code == .missingField)
    #expect(error.field == name)
    #expect(error.message.hasSuffix(".") && error.message.contains("`\(name)`"))
  }

  private static let invalid: [(name: String, values: [String], sentence: String)] = [
    ("conversation_state_id", [#""7""#, "7", "[]"], "must be a UUID of 36 characters"),
    ("target_type", [#""thread""#, "1"], "must be one of message, decision, conversation"),
    ("target_id", ["17", "{}"], "must be a text"),
    ("source", [#""slack""#, "true"], "must be one of inline, dashboard"),
    ("rating", ["0", "6", "-1", "4.5", #""4""#, "1e300", "true"], "must be a whole number from 1 to 5 where `source`"),
    ("comment", ["1", "[]", "{}"], "must be a text"),
    ("outcome_record_id", [#""o""#, "3"], "must be a UUID of 36 characters"),
    ("label", [#""expired""#, "1"], "must be one of positive, negative"),
  ]

  @Test(arguments: invalid)
  func `what is wrong is refused with what would be right`(name: String, values: [String], sentence: String) throws {
    for value in values {
      let error = try #require(try Self.error(Self.body([name: value])), "\(value)")
      #expect(error.code == .invalidField, "\(value)")
      #expect(error.field == name, "\(value)")
      #expect(error.message.contains(sentence), "\(error.message)")
    }
  }

  @Test(arguments: ["2", "-2", "0.5", "5"])
  func `an inline rating is a thumb or none`(rating: String) throws {
    let error = try #require(try Self.error(Self.body(["source": #""inline""#, "rating": rating])))
    #expect(error.message == "Field `rating` must be -1, 0 or 1 where `source` is `inline`.")
  }

  @Test func `a label names its outcome`() throws {
    let error = try #require(try Self.error(Self.body(["label": #""positive""#])))
    #expect(error.code == .missingField)
    #expect(error.field == "outcome_record_id")
  }

  @Test func `a misspelled member doesn't vanish, and isn't echoed`() throws {
    for name in ["ratnig", "reviewer_id", "tenant_id", "Rating"] {
      let error = try #require(try Self.error(Self.body([name: "1"])))
      #expect(error.code == .unknownField)
      #expect(!error.message.contains(" \(name)"), "\(error.message)")
    }
  }

  @Test func `anything but an object is malformed`() throws {
    for text in ["[]", "1", "null", #""rating""#] {
      #expect(Self.error(try Known.json(text))?.code == .malformed)
    }
  }

  @Test func `texts are bounded in characters, and the last one still fits`() throws {
    for (name, countMax) in [
      ("comment", FeedbackSubmission.commentScalarCountMax), ("target_id", FeedbackSubmission.targetIDScalarCountMax),
    ] {
      for scalar in ["a", "\u{E9}", "\u{1F44D}"] {
        let full = String(repeating: scalar, count: countMax)
        #expect(try Self.error(Self.body([name: #""\#(full)""#])) == nil, "\(name) of \(scalar)")
        let error = try #require(try Self.error(Self.body([name: #""\#(full)\#(scalar)""#])), "\(name) of \(scalar)")
        #expect(error.message == "Field `\(name)` may have at most \(countMax) characters.")
      }
    }
  }

  @Test func `no sentence holds a value of the body`() throws {
    let secret = "s3cr3t-of-the-customer"
    for name in ["conversation_state_id", "target_type", "source", "rating", "outcome_record_id", "label"] {
      let error = try #require(try Self.error(Self.body([name: #""\#(secret)""#])))
      #expect(!error.description.contains(secret))
    }
    #expect(try Self.error(Self.body([secret: "1"]))?.description.contains(secret) == false)
  }

  @Test func `a text with a NUL character is refused, for no table takes it`() {
    let members = [
      JSONMember("conversation_state_id", .string(Self.conversation)), JSONMember("target_type", .string("message")),
      JSONMember("target_id", .string("m")), JSONMember("source", .string("inline")),
      JSONMember("rating", .number(JSONNumber(1 as Int64))), JSONMember("comment", .string("a\0b")),
    ]
    #expect(Self.error(.object(members))?.field == "comment")
  }
}
