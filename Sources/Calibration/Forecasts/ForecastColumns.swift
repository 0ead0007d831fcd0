/// Which columns of a CSV file hold a forecast.
struct ForecastColumns: Hashable, Sendable {
  private let confidence: Int
  private let outcome: Int
  private let weight: Int?

  /// - Throws: `invalidHeader` where p or y is missing, or a name comes twice.
  init(header: [UInt8]) throws(CalibrationError) {
    guard let fields = CSVLine.fields(of: header) else {
      throw CalibrationError(.invalidHeader, "a quoted column name must end on the first line")
    }
    let names = fields.map { String(decoding: header[$0], as: UTF8.self).lowercased() }
    for name in ["p", "y", "w"] where names.filter({ $0 == name }).count > 1 {
      throw CalibrationError(.invalidHeader, "the header has more than one column \(name)")
    }
    guard let confidence = names.firstIndex(of: "p"), let outcome = names.firstIndex(of: "y") else {
      throw CalibrationError(
        .invalidHeader,
        "the first line must be a header with the columns p and y, and w where forecasts have weights; "
          + #"or every line an object such as {"p": 0.8, "y": 1}"#
      )
    }
    self.confidence = confidence
    self.outcome = outcome
    weight = names.firstIndex(of: "w")
  }

  func forecast(in line: [UInt8]) throws(CalibrationError) -> CalibrationSample {
    guard let fields = CSVLine.fields(of: line) else {
      throw CalibrationError(.invalidForecast, "a quoted field must end on its line; correct or remove the row")
    }
    guard fields.count > max(confidence, outcome, weight ?? 0) else {
      throw CalibrationError(.invalidForecast, "the row has fewer fields than the header; correct or remove it")
    }
    return try ForecastReader.sample(
      confidence: DecimalText.value(line[fields[confidence]]),
      outcome: Self.outcome(line[fields[outcome]]),
      weight: weight.map { line[fields[$0]] }.map { $0.isEmpty ? 1 : DecimalText.value($0) } ?? 1
    )
  }

  private static func outcome(_ text: ArraySlice<UInt8>) -> Bool? {
    if text.elementsEqual("true".utf8) { return true }
    if text.elementsEqual("false".utf8) { return false }
    switch DecimalText.value(text) {
    case 0: return false
    case 1: return true
    default: return nil
    }
  }
}
