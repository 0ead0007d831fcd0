import TestSupport
import Testing

/// `reckoner calibration score` as a program: it needs no store.
struct CalibrationScoreTests {
  private struct Score: Decodable {
    struct Bin: Decodable {
      let sampleCount: Int
      let meanConfidence: Double?
      let actualRate: Double?
      let isMiscalibrated: Bool?
    }

    struct EqualMass: Decodable {
      let expectedCalibrationError: Double?
      let maximumCalibrationError: Double?
      let bins: [Bin]
    }

    struct CORP: Decodable {
      let miscalibration: Double
      let discrimination: Double
    }

    struct Block: Decodable {
      let rate: Double
    }

    let sampleCount: Int
    let badCount: Int
    let isCalibrated: Bool?
    let brierScore: Double?
    let brierSkillScore: Double?
    let logLoss: Double?
    let expectedCalibrationError: Double?
    let maximumCalibrationError: Double?
    let debiasedSquaredCalibrationError: Double?
    let corp: CORP?
    let bins: [Bin]
    let equalMass: EqualMass
    let isotonic: [Block]
  }

  /// Two dozen forecasts; the values are those of scikit-learn 1.9.1 and NumPy 2.4.6.
  private static let rows = """
    0.05,0,1
    0.1,0,2
    0.1,1,0.5
    0.15,0,1
    0.2,1,1
    0.25,0,0.25
    0.3,0,1
    0.3,0,1.5
    0.35,1,1
    0.42,0,1
    0.5,1,2
    0.5,0,1
    0.5,1,1
    0.55,0,0.5
    0.6,1,1
    0.64,1,1
    0.7,0,1
    0.7,1,0.25
    0.75,1,1
    0.8,1,1
    0.8,0,3
    0.9,1,1
    0.95,1,0.5
    1.0,1,1

    """

  private static func score(_ input: String, _ arguments: String...) async throws -> ProgramProcess.Ending {
    try await ProgramProcess.run("reckoner", ["calibration", "score", "-"] + arguments, input: input)
  }

  private static func expectClose(_ value: Double?, _ expected: Double) throws {
    #expect(abs(try #require(value) - expected) < 1e-12)
  }

  @Test func `a file is scored as other programs score it`() async throws {
    let ending = try await Self.score("p,y,w\n" + Self.rows, "--json")
    #expect(ending.exitCode == 0, "\(ending)")
    let score = try ending.json(as: Score.self)
    #expect(score.sampleCount == 24 && score.badCount == 0)
    try Self.expectClose(score.brierScore, 0.23202450980392159)
    try Self.expectClose(score.brierSkillScore, 0.07047246823257602)
    try Self.expectClose(score.logLoss, 0.6523789903139537)
    try Self.expectClose(score.expectedCalibrationError, 0.2193137254901961)
    try Self.expectClose(score.maximumCalibrationError, 0.59)
    try Self.expectClose(score.debiasedSquaredCalibrationError, -0.03530082477435416)
    try Self.expectClose(score.equalMass.expectedCalibrationError, 0.22970588235294118)
    try Self.expectClose(score.equalMass.maximumCalibrationError, 0.55)
    try Self.expectClose(score.corp?.miscalibration, 0.23202450980392159 - 0.18781787224693802)
    #expect(score.bins.map(\.sampleCount) == [1, 3, 2, 3, 1, 4, 2, 3, 2, 3])
    #expect(score.isCalibrated == true)
    #expect(score.isotonic.first?.rate == 0 && score.isotonic.last?.rate == 1)
  }

  @Test func `bad rows are named and left out, and exit with 65`() async throws {
    let input = "p,y,w\n2,1,1\n" + Self.rows + String(repeating: "0.5,maybe,1\n", count: 30)
    let ending = try await Self.score(input, "--json")
    #expect(ending.exitCode == 65, "\(ending)")
    let score = try ending.json(as: Score.self)
    #expect(score.sampleCount == 24 && score.badCount == 31)
    #expect(ending.standardError.contains("line 2: p must be a number from 0 to 1"), "\(ending)")
    #expect(ending.standardError.contains("line 27: y must be 0, 1, true or false"), "\(ending)")
    #expect(ending.standardError.split(separator: "\n").count == 21, "\(ending)")
    #expect(ending.standardError.contains("further bad rows are only counted"))
    #expect(!ending.standardError.contains("maybe"))
  }

  @Test func `no forecasts have no metrics, and a file without a header isn't read`() async throws {
    for input in ["", "p,y\n", "\n\n"] {
      let ending = try await Self.score(input, "--json")
      #expect(ending.exitCode == 0, "\(ending)")
      let score = try ending.json(as: Score.self)
      #expect(score.sampleCount == 0 && score.brierScore == nil && score.logLoss == nil && score.isCalibrated == nil)
      #expect(score.isotonic.isEmpty && score.equalMass.bins.isEmpty && score.bins.count == 10 && score.corp == nil)
    }
    let headless = try await Self.score(Self.rows)
    #expect(headless.exitCode == 65, "\(headless)")
    #expect(headless.standardError.contains("line 1: the first line must be a header"), "\(headless)")
    #expect(headless.standardOutput.isEmpty)
  }

  @Test func `a person reads the verdict first, and where it is wrong`() async throws {
    let boasts = (0..<60).map { "0.85,\($0 < 30 ? 1 : 0)" } + (0..<60).map { "0.45,\($0 < 27 ? 1 : 0)" }
    let ending = try await Self.score("p,y\n" + boasts.joined(separator: "\n"), "--bins", "5")
    #expect(ending.exitCode == 0, "\(ending)")
    let lines = ending.standardOutput.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[0].hasPrefix("120 forecasts"), "\(ending)")
    #expect(lines[1] == "not calibrated: overconfident where it says about 0.85", "\(ending)")
    #expect(ending.standardOutput.contains("0.8-1.0"), "\(ending)")
    #expect(ending.standardOutput.contains("Brier score"), "\(ending)")
  }
}
