import EventModel

extension SimulationTruth {
  /// The truth as JSON text: an array of tenants' action types with their ten bins.
  public func jsonText() -> String {
    String(decoding: JSONWriter.compact(.array(entries.map(\.json))), as: UTF8.self)
  }
}

extension SimulationTruth.Entry {
  fileprivate var json: JSONValue {
    .object([
      JSONMember("tenant_id", .string(tenantID.description)),
      JSONMember("action_type", .string(actionType.text)),
      JSONMember("mean_confidence", .number(JSONNumber(meanConfidence))),
      JSONMember("success_rate", .number(JSONNumber(successRate))),
      JSONMember("gap", .number(JSONNumber(gap))),
      JSONMember("bins", .array(bins.map(\.json))),
    ])
  }
}

extension SimulationTruth.Bin {
  fileprivate var json: JSONValue {
    .object([
      JSONMember("index", .number(JSONNumber(Int64(index)))),
      JSONMember("share", .number(JSONNumber(share))),
      JSONMember("mean_confidence", Self.json(meanConfidence)),
      JSONMember("success_rate", Self.json(successRate)),
    ])
  }

  private static func json(_ value: Double?) -> JSONValue {
    value.map { .number(JSONNumber($0)) } ?? .null
  }
}
