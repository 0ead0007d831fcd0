public import EventModel

/// What a person says an outcome was: the body of `POST /outcomes/{outcome_id}/label` (CONTRACT section 4), checked.
public struct LabelSubmission: Hashable, Sendable {
  public let label: FeedbackLabel
  /// In [0, 1]; 1 or 0 by the label where the person gave none.
  public let score: Double?
  public let comment: String?

  /// Reads the body; null and empty text mean absent.
  public init(_ body: JSONValue) throws(FeedbackError) {
    let reader = try FeedbackReader(body, names: ["status", "score", "comment"])
    label = try reader.required(
      "status",
      reader.choice("status"),
      "give one of \(FeedbackReader.names(of: FeedbackLabel.self))"
    )
    score = try reader.share("score")
    comment = try reader.text("comment", scalarCountMax: FeedbackSubmission.commentScalarCountMax)
  }
}
