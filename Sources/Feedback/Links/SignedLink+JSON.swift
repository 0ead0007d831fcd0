import EventModel

extension SignedLink {
  /// What ``init(payload:)`` reads back as the same link.
  var payload: JSONValue {
    var members = [
      JSONMember("id", .string(id.description)), JSONMember("tenant_id", .string(tenantID.description)),
      JSONMember("reviewer_id", .string(reviewerID.text)),
      JSONMember("conversation_state_id", .string(conversationID.description)),
      JSONMember("target_type", .string(target.type.rawValue)), JSONMember("target_id", .string(target.id.text)),
      JSONMember("purpose", .string(purpose.rawValue)),
      JSONMember("expires_at", .number(JSONNumber(expiresAt.microseconds))),
    ]
    if let rating {
      members.append(JSONMember("source", .string(rating.source.rawValue)))
      members.append(JSONMember("rating", .number(JSONNumber(Int64(rating.value)))))
    }
    return .object(members)
  }

  init(payload: JSONValue) throws(FeedbackError) {
    let reader = try FeedbackReader(payload, names: Self.names)
    id = try reader.required("id", reader.identifier("id"), Self.remedy)
    tenantID = try reader.required("tenant_id", reader.identifier("tenant_id"), Self.remedy)
    let reviewer = try reader.text("reviewer_id", scalarCountMax: Self.reviewerIDScalarCountMax)
    reviewerID = ReviewerID(try reader.required("reviewer_id", reviewer, Self.remedy))
    conversationID = try reader.required(
      "conversation_state_id",
      reader.identifier("conversation_state_id"),
      Self.remedy
    )
    target = try FeedbackSubmission.target(reader)
    purpose = try reader.required("purpose", reader.choice("purpose"), Self.remedy)
    expiresAt = try reader.required("expires_at", reader.microseconds("expires_at"), Self.remedy)
    if let source: FeedbackSource = try reader.choice("source") {
      rating = try reader.required("rating", reader.rating("rating", source: source), Self.remedy)
    } else {
      rating = nil
    }
  }

  /// The longest reviewer's id, in Unicode scalars.
  public static let reviewerIDScalarCountMax = 200

  private static let names = [
    "id", "tenant_id", "reviewer_id", "conversation_state_id", "target_type", "target_id", "purpose", "source",
    "rating", "expires_at",
  ]

  private static let remedy = "make the link anew"
}
