import Calibration
import Testing

struct ForecastReaderTests {
  private static func read(_ text: String) throws -> [CalibrationSample] {
    var reader = ForecastReader()
    return try text.split(separator: "\n", omittingEmptySubsequences: false).compactMap { line in
      try reader.read(Array(line.utf8))
    }
  }

  private static let three = [
    CalibrationSample(confidence: 0.5, outcome: true, weight: 2),
    CalibrationSample(confidence: 0.25, outcome: false, weight: 0),
    CalibrationSample(confidence: 1, outcome: true),
  ]

  @Test(arguments: [
    "p,y,w\n0.5,1,2\n0.25,0,0\n1,1,1",
    "w,id,y,p\n2,a,true,.5\n0,b,false,0.250\n,c,1,1.",
    "\u{FEFF} P , \"Y\" ,W\n\n 0.5 , \"1\" , 2\n+25e-2,0.0,0e0\n\t\n1.0,1.0,",
    "note,p,y,w\n\"a, \"\"b\"\"\",0.5,1,2\n\"\",0.25,0,0,more\nx,1,1,1",
    "{\"p\":0.5,\"y\":1,\"w\":2}\n\n{\"y\":false,\"p\":25e-2,\"w\":0,\"id\":[1]}\n {\"p\":1,\"y\":true,\"w\":null}",
  ])
  func `a file in any of the forms says the same`(text: String) throws {
    #expect(try Self.read(text) == Self.three)
  }

  @Test func `without weights each forecast weighs one, and a header alone is no forecast`() throws {
    #expect(try Self.read("y,p\n1,0.75").map(\.weight) == [1])
    #expect(try Self.read("p,y\n").isEmpty)
    #expect(try Self.read("").isEmpty)
  }

  @Test(arguments: [
    ("0.1", 0.1), ("0.30000000000000004", 0.1 + 0.2), ("5e-300", 5e-300), ("0.7", 0.7),
    ("0.123456789012345", 0.123456789012345), ("00000000000000000000.5", 0.5),
  ])
  func `a decimal is the nearest double`(text: String, value: Double) throws {
    #expect(try Self.read("p,y\n\(text),1").map(\.confidence) == [value])
  }

  @Test(arguments: [
    ("1.01,1,1", "p"), ("-0.1,1,1", "p"), ("nan,1,1", "p"), ("0x1p-1,1,1", "p"), (",1,1", "p"), ("inf,1,1", "p"),
    ("1.2.3,1,1", "p"), ("half,1,1", "p"), (".,1,1", "p"), ("0.5,2,1", "y"), ("0.5,yes,1", "y"), ("0.5,,1", "y"),
    ("0.5,TRUE,1", "y"), ("0.5,1,-1", "w"), ("0.5,1,1e10", "w"), ("0.5,1,x", "w"), ("0.5,1", "fewer fields"),
    ("\"0.5,1,1", "quoted"),
  ])
  func `a bad row says which field, and what to do`(row: String, word: String) throws {
    try Self.expectBad(row, word, after: "p,y,w")
  }

  @Test(arguments: [
    (#"{"p":2,"y":1}"#, "p"), (#"{"y":1}"#, "p"), (#"{"p":"0.5","y":1}"#, "p"), (#"{"p":0.5}"#, "y"),
    (#"{"p":0.5,"y":0.5}"#, "y"), (#"{"p":0.5,"y":"1"}"#, "y"), (#"{"p":0.5,"y":1,"w":-1}"#, "w"),
    (#"{"p":0.5,"y":1,"w":"2"}"#, "w"), (#"{"p":0.5"#, "no JSON"), ("[1]", "object"), ("0.5,1", "no JSON"),
  ])
  func `a bad object says which member, and what to do`(row: String, word: String) throws {
    try Self.expectBad(row, word, after: #"{"p":0.5,"y":1}"#)
  }

  /// The row is refused by name and without its content, and the next one is read.
  private static func expectBad(_ row: String, _ word: String, after first: String) throws {
    var reader = ForecastReader()
    _ = try reader.read(Array(first.utf8))
    let error = #expect(throws: CalibrationError.self) { try reader.read(Array(row.utf8)) }
    #expect(error?.code == .invalidForecast)
    #expect(error?.message.contains(word) == true, "\(error?.message ?? "")")
    let next = first.hasPrefix("{") ? first : "0.5,1,1"
    #expect(try reader.read(Array(next.utf8)) == CalibrationSample(confidence: 0.5, outcome: true))
  }

  @Test(arguments: ["0.5,1", "p,outcome", "p,y,p", "y,w", "\"p,y", "[0.5,1]"])
  func `without a header that names p and y nothing is read`(header: String) {
    var reader = ForecastReader()
    let error = #expect(throws: CalibrationError.self) { try reader.read(Array(header.utf8)) }
    #expect(error?.code == .invalidHeader)
  }
}
