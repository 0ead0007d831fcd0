public import Attribution

/// Who had which part in a tenant's conversions, under one model or several.
public struct TenantAttribution: Sendable {
  public struct Model: Sendable {
    public let model: AttributionModel
    public let summary: AttributionSummary
  }

  public let grouping: AttributionGrouping
  public let period: EventPeriod
  /// The model whose credits are stored.
  public let storedModel: AttributionModel
  /// In the order of the question.
  public let models: [Model]
}
