/// One metric for each word of an enum, made beforehand: a label's values are known, and all of them show from the start.
public struct MetricTable<Word: CaseIterable & Hashable & Sendable, Metric: Sendable>: Sendable {
  private let metrics: [Word: Metric]

  init(_ make: (Word) -> Metric) {
    metrics = Dictionary(uniqueKeysWithValues: Word.allCases.map { ($0, make($0)) })
  }

  /// The word's metric.
  public subscript(word: Word) -> Metric {
    guard let metric = metrics[word] else { preconditionFailure("allCases lacks \(word)") }
    return metric
  }
}
