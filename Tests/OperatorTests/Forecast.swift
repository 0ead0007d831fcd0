import Foundation
import TestSupport

/// A forecast with a known result, as two events: an action that states the probability, and what came of it.
struct Forecast {
  static let actionType = "forecast"

  let probability: Double
  let isTrue: Bool
  let events: [EventLine]

  /// Forecasts of whole per cents, so that the borders of bins are among them.
  static func make(_ count: Int, tenant: String, seed: UInt64) -> [Forecast] {
    var generator = TestGenerator(seed: seed)
    let start = Date(timeIntervalSince1970: 1_735_732_800)
    return (0..<count).map { index in
      let probability = Double(Int.random(in: 0...100, using: &generator)) / 100
      let isTrue = Double.random(in: 0..<1, using: &generator) < probability
      let (conversation, day) = (generator.uuid(), start + Double(index) * 3600)
      let action = EventLine.action(
        generator.uuid(),
        tenant: tenant,
        conversation: conversation,
        at: day,
        actionType: actionType,
        confidence: probability,
        outcomeTypes: ["email_engagement"]
      )
      let reply = EventLine.reply(
        generator.uuid(),
        tenant: tenant,
        conversation: conversation,
        at: day + 3600,
        replyType: isTrue ? "reply" : "bounce"
      )
      return Forecast(probability: probability, isTrue: isTrue, events: [action, reply])
    }
  }
}

/// A bin as SEMANTICS section 4 defines it, computed without the product's own code, or as PostgreSQL has it.
struct ExpectedBin {
  var count = 0
  var outcomeSum = 0.0
  var confidenceSum = 0.0
  var brierSum = 0.0

  static func fold(_ forecasts: [Forecast]) -> [ExpectedBin] {
    var bins = [ExpectedBin](repeating: ExpectedBin(), count: 10)
    for forecast in forecasts {
      let index = (1...9).count { forecast.probability >= Double($0) / 10 }
      let outcome = forecast.isTrue ? 1.0 : 0.0
      bins[index].count += 1
      bins[index].outcomeSum += outcome
      bins[index].confidenceSum += forecast.probability
      bins[index].brierSum += (forecast.probability - outcome) * (forecast.probability - outcome)
    }
    return bins
  }
}
