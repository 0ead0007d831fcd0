/// Reads forecasts line by line: CSV with a header (`p,y` and optionally `w`, in any order, among other columns) or
/// newline-delimited JSON (`{"p": 0.8, "y": 1, "w": 1}`). The first line that isn't blank says which.
///
/// p is a number from 0 to 1; y is 0, 1, true or false; w is from 0 to ``weightMax``, and 1 where it is absent or empty.
public struct ForecastReader: Sendable {
  private enum Format: Sendable {
    case csv(ForecastColumns)
    case json
  }

  /// Far above any weight that means something, and so small that sums of squares stay finite.
  public static let weightMax = 1e9

  private var format: Format?

  public init() {}

  /// The forecast of the next line, which has no line end; `nil` for a blank line and for the header.
  /// - Throws: `invalidForecast` for a row that says none, `invalidHeader` where no row can be read.
  public mutating func read(_ line: [UInt8]) throws(CalibrationError) -> CalibrationSample? {
    guard line.contains(where: { !$0.isSpace }) else { return nil }
    switch format {
    case .csv(let columns): return try columns.forecast(in: line)
    case .json: return try ForecastJSON.forecast(in: line)
    case nil: break
    }
    let first = Array(line.starts(with: Self.byteOrderMark) ? line.dropFirst(Self.byteOrderMark.count) : line[...])
    if first.first(where: { !$0.isSpace }) == UInt8(ascii: "{") {
      format = .json
      return try ForecastJSON.forecast(in: first)
    }
    format = .csv(try ForecastColumns(header: first))
    return nil
  }

  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// The checked sample.
  static func sample(confidence: Double?, outcome: Bool?, weight: Double?) throws(CalibrationError) -> CalibrationSample
  {
    guard let confidence, confidence >= 0, confidence <= 1 else {
      throw CalibrationError(.invalidForecast, "p must be a number from 0 to 1; correct or remove the row")
    }
    guard let outcome else {
      throw CalibrationError(.invalidForecast, "y must be 0, 1, true or false; correct or remove the row")
    }
    guard let weight, weight >= 0, weight <= weightMax else {
      throw CalibrationError(.invalidForecast, "w must be a number from 0 to 1e9, or empty for 1; correct the row")
    }
    return CalibrationSample(confidence: confidence, outcome: outcome, weight: weight)
  }
}

extension UInt8 {
  var isSpace: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
}
