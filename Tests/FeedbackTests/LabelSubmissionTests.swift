import EventModel
import Feedback
import Testing

struct LabelSubmissionTests {
  @Test func `a label has a status, and may have a score and a comment`() throws {
    let bare = try LabelSubmission(Known.json(#"{"status":"positive"}"#))
    #expect(bare.label == .positive)
    #expect(bare.score == nil)
    #expect(bare.comment == nil)
    let full = try LabelSubmission(Known.json(#"{"status":"negative","score":0.25,"comment":"They hung up."}"#))
    #expect(full.label == .negative)
    #expect(full.score == 0.25)
    #expect(full.comment == "They hung up.")
  }

  @Test func `a score of minus zero is zero`() throws {
    #expect(try LabelSubmission(Known.json(#"{"status":"negative","score":-0.0}"#)).score?.sign == .plus)
  }

  @Test(
    arguments: [
      (#"{}"#, .missingField, "status"), (#"{"status":"ambiguous"}"#, .invalidField, "status"),
      (#"{"status":"positive","score":1.0000000000000000001}"#, .invalidField, "score"),
      (#"{"status":"positive","score":-1e-9}"#, .invalidField, "score"),
      (#"{"status":"positive","score":"1"}"#, .invalidField, "score"),
      (#"{"status":"positive","comment":7}"#, .invalidField, "comment"),
      (#"{"status":"positive","label":"positive"}"#, .unknownField, nil), (#"[]"#, .malformed, nil),
    ] as [(String, FeedbackError.Code, String?)]
  )
  func `what breaks the contract is refused`(text: String, code: FeedbackError.Code, field: String?) throws {
    let body = try Known.json(text)
    let error = #expect(throws: FeedbackError.self) { try LabelSubmission(body) }
    #expect(error?.code == code)
    #expect(error?.field == field)
  }
}
