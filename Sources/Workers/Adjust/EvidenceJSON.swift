import Calibration
import EventModel

/// What a judgement saw, as the history keeps it.
enum EvidenceJSON {
  static func document(of judgement: Judgement, policy: AdjustmentPolicy) -> JSONValue {
    .object([
      JSONMember("gap", number(judgement.gap.value)),
      JSONMember("gap_margin", number(judgement.gap.margin)),
      JSONMember("sample_count", .number(JSONNumber(judgement.gap.sampleCount))),
      JSONMember("bins", .array(judgement.evidence.bins.enumerated().compactMap { bin($0, $1, policy: policy) })),
      JSONMember(
        "settings",
        .object(CalibrationSetting.allCases.map { JSONMember($0.key, $0.value(in: policy)) })
      ),
    ])
  }

  /// `nil` for a bin without samples.
  private static func bin(_ index: Int, _ bin: EvidenceBin, policy: AdjustmentPolicy) -> JSONValue? {
    guard bin.sampleCount > 0 else { return nil }
    return .object([
      JSONMember("bin_index", .number(JSONNumber(Int64(index)))),
      JSONMember("sample_count", .number(JSONNumber(bin.sampleCount))),
      JSONMember("weight_sum", number(bin.weightSum)),
      JSONMember("mean_confidence", number(bin.meanConfidence)),
      JSONMember("actual_rate", number(bin.rate)),
      JSONMember("smoothed_rate", number(bin.smoothedRate)),
      JSONMember("gap", number(bin.gap)),
      JSONMember("counts", .bool(bin.sampleCount >= policy.binSampleCountMin && bin.weightSum > 0)),
    ])
  }

  private static func number(_ value: Double?) -> JSONValue {
    value.map { .number(JSONNumber($0)) } ?? .null
  }
}
