import EventModel

/// A forecast as a JSON object.
enum ForecastJSON {
  static func forecast(in line: [UInt8]) throws(CalibrationError) -> CalibrationSample {
    let object: JSONValue
    do {
      object = try JSONParser.parse(line)
    } catch {
      throw CalibrationError(
        .invalidForecast,
        "the line is no JSON (\(error.code) at byte \(error.byteOffset)); correct or remove it"
      )
    }
    guard object.members != nil else {
      throw CalibrationError(.invalidForecast, #"the line must be an object such as {"p": 0.8, "y": 1}"#)
    }
    return try ForecastReader.sample(
      confidence: number(object["p"]),
      outcome: outcome(object["y"]),
      weight: weight(object["w"])
    )
  }

  private static func number(_ value: JSONValue?) -> Double? {
    guard case .number(let number) = value else { return nil }
    return number.double
  }

  private static func outcome(_ value: JSONValue?) -> Bool? {
    switch value {
    case .bool(let outcome): outcome
    case .number(let number): number.double == 0 ? false : number.double == 1 ? true : nil
    case .null, .string, .array, .object, nil: nil
    }
  }

  private static func weight(_ value: JSONValue?) -> Double? {
    switch value {
    case .null, nil: 1
    case .number(let number): number.double
    case .bool, .string, .array, .object: nil
    }
  }
}
