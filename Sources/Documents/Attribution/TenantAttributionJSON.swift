import Attribution
public import EventModel
public import Insight

/// Who had which part in a tenant's conversions, as JSON.
public enum TenantAttributionJSON {
  public static func document(_ attribution: TenantAttribution, of tenant: TenantID) -> JSONValue {
    .object([
      "tenant_id": .string(tenant.description),
      "by": .string(attribution.grouping.rawValue),
      "from": .time(attribution.period.from),
      "to": .time(attribution.period.until),
      "stored_model": .string(attribution.storedModel.rawValue),
      "models": .array(attribution.models.map(model)),
    ])
  }

  private static func model(_ model: TenantAttribution.Model) -> JSONValue {
    .object([
      "model": .string(model.model.rawValue),
      "won": .real(model.summary.won.conversionCount),
      "lost": .real(model.summary.lost.conversionCount),
      "groups": .array(model.summary.lines.map(line)),
    ])
  }

  private static func line(_ line: AttributionSummary.Line) -> JSONValue {
    .object([
      "group": .text(line.group),
      "actions": .count(line.actionCount),
      "won": .real(line.won.conversionCount),
      "won_share": .real(line.wonShare),
      "amounts_won": amounts(line.won),
      "lost": .real(line.lost.conversionCount),
      "lost_share": .real(line.lostShare),
      "amounts_lost": amounts(line.lost),
    ])
  }

  private static func amounts(_ sum: CreditSum) -> JSONValue {
    .array(
      sum.amountsByCurrency.map { .object(["currency": .text($0.currency), "amount": .real($0.value)]) }
    )
  }
}
