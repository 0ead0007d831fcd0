import Calibration
import EventModel
import TestSupport
import Testing

struct RecalibrationTests {
  private static func samples(
    _ count: Int,
    seed: UInt64,
    isWeighted: Bool = false,
    rate: (Double) -> Double
  ) -> [CalibrationSample] {
    var generator = TestGenerator(seed: seed)
    return (0..<count).map { _ in
      let confidence = Double(Int.random(in: 0...100, using: &generator)) / 100
      return CalibrationSample(
        confidence: confidence,
        outcome: Double.random(in: 0..<1, using: &generator) < rate(confidence),
        weight: isWeighted ? Double.random(in: 0...2, using: &generator) : 1
      )
    }
  }

  @Test func `the logistic map is scikit-learn's sigmoid calibration on the log odds`() throws {
    // scikit-learn 1.9.1, `_SigmoidCalibration` on log(p / (1 - p)), p within [0.001, 0.999]; its signs are turned.
    for (samples, slope, intercept) in [
      (KnownForecasts.unweighted, 0.4962757045471594, 0.14802197472641782),
      (KnownForecasts.weighted, 0.413417658230902, -0.12551980033327725),
    ] {
      let curve = try #require(LogisticCurve(fitting: samples))
      #expect(abs(curve.slope - slope) < 1e-6, "\(curve)")
      #expect(abs(curve.intercept - intercept) < 1e-6, "\(curve)")
    }
  }

  @Test func `too few samples, or none with weight, give no map`() {
    #expect(Recalibration(Self.samples(199, seed: 1) { $0 * 0.5 }) == nil)
    #expect(Recalibration([]) == nil)
    let weightless = (0..<300).map { _ in CalibrationSample(confidence: 0.5, outcome: true, weight: 0) }
    #expect(Recalibration(weightless) == nil)
  }

  @Test func `an overconfident agent gets a map that helps on samples it never saw`() throws {
    let result = try #require(Recalibration(Self.samples(1000, seed: 2) { $0 * 0.5 }))
    #expect(result.map != .identity)
    #expect(result.brierAfter < result.brierBefore - 0.03)
    let unseen = Self.samples(20_000, seed: 3) { $0 * 0.5 }
    let error = unseen.reduce(0.0) { sum, sample in
      let difference = result.map.value(at: sample.confidence) - (sample.outcome ? 1 : 0)
      return sum + difference * difference / 20_000
    }
    #expect(abs(error - result.brierAfter) < 0.02, "\(result): \(error)")
    #expect(abs(result.map.value(at: 0.8) - 0.4) < 0.08, "\(result)")
  }

  @Test func `each kind is chosen where it fits`() throws {
    // Odds to the power of a half: a logistic curve exactly.
    let logistic = try #require(
      Recalibration(
        Self.samples(3000, seed: 4) { ($0 / (1.001 - $0)).squareRoot() / (1 + ($0 / (1.001 - $0)).squareRoot()) }
      )
    )
    #expect(logistic.map.kind == "logistic", "\(logistic)")
    // A cliff, which no logistic curve follows.
    let cliff = try #require(Recalibration(Self.samples(3000, seed: 5) { $0 < 0.8 ? 0.1 : 0.9 }))
    #expect(cliff.map.kind == "isotonic", "\(cliff)")
  }

  @Test func `a calibrated agent is mostly left alone`() {
    let rounds = 100
    let changed = (1...rounds).filter { seed in
      Recalibration(Self.samples(400, seed: UInt64(seed)) { $0 })?.map != .identity
    }
    print("calibrated agents of 400 samples that get a map: \(changed.count) of \(rounds)")
    #expect(changed.count <= 20)
  }

  @Test(arguments: 1...40 as ClosedRange<UInt64>)
  func `every map never falls and stays within 0 and 1`(seed: UInt64) throws {
    let rates: [(Double) -> Double] = [
      { $0 }, { 1 - $0 }, { $0 * $0 }, { _ in 0 }, { _ in 1 }, { $0 < 0.5 ? 0 : 1 }, { $0 < 0.5 ? 1 : 0 },
    ]
    let count = seed.isMultiple(of: 10) ? 20_000 : 300
    let samples = Self.samples(count, seed: seed, isWeighted: seed > 20, rate: rates[Int(seed) % rates.count])
    var maps = [try #require(Recalibration(samples)).map]
    maps.append(.logistic(try #require(LogisticCurve(fitting: samples))))
    maps.append(try #require(RecalibrationMap.isotonic(fitting: samples)))
    for map in maps {
      let values = (0...2000).map { map.value(at: Double($0) / 2000) }
      #expect(values.allSatisfy { (0...1).contains($0) }, "seed \(seed): \(map)")
      #expect(zip(values, values.dropFirst()).allSatisfy { $0 <= $1 }, "seed \(seed): \(map)")
      if case .isotonic(let knots) = map {
        #expect((1...RecalibrationMap.knotCountMax).contains(knots.count), "seed \(seed)")
        #expect(zip(knots, knots.dropFirst()).allSatisfy { $0.confidence < $1.confidence && $0.rate <= $1.rate })
      }
    }
  }

  @Test func `a map against the stated order is flat`() throws {
    let curve = try #require(LogisticCurve(fitting: Self.samples(2000, seed: 6) { 1 - $0 }))
    #expect(curve.slope == 0)
    #expect(abs(curve.value(at: 0.9) - 0.5) < 0.05)
  }

  @Test func `the same samples give the same map, bit by bit`() throws {
    let samples = Self.samples(2000, seed: 7, isWeighted: true) { $0 * 0.7 }
    #expect(try #require(Recalibration(samples)) == #require(Recalibration(samples)))
  }

  @Test func `a fit with thousands of steps keeps a hundred knots, and loses little`() throws {
    var generator = TestGenerator(seed: 8)
    // A thousand distinct rising rates.
    let samples = (0..<1000).flatMap { step in
      (0..<1000).map { CalibrationSample(confidence: (Double(step) + 0.5) / 1000, outcome: $0 < step) }
    }.shuffled(using: &generator)
    #expect(IsotonicFit(samples).blocks.count == 1000)
    let map = try #require(RecalibrationMap.isotonic(fitting: samples))
    guard case .isotonic(let knots) = map else { return #expect(Bool(false), "\(map.kind)") }
    #expect(knots.count == 100)
    for step in 0...1000 {
      #expect(abs(map.value(at: Double(step) / 1000) - Double(step) / 1000) < 0.03, "\(step)")
    }
  }

  @Test func `the JSON is what an agent needs`() throws {
    let isotonic = RecalibrationMap.isotonic([Knot(confidence: 0.25, rate: 0), Knot(confidence: 0.75, rate: 0.5)])
    #expect(
      String(decoding: JSONWriter.compact(isotonic.json), as: UTF8.self)
        == #"{"kind":"isotonic","knots":[[0.25,0],[0.75,0.5]]}"#
    )
    #expect(
      String(decoding: JSONWriter.compact(RecalibrationMap.identity.json), as: UTF8.self) == #"{"kind":"identity"}"#
    )
    let result = try #require(Recalibration(Self.samples(1000, seed: 9) { $0 * 0.5 }))
    let json = result.json
    #expect(json["sample_count"] == .number(JSONNumber(1000 as Int64)))
    #expect(json["brier_before"] == .number(JSONNumber(result.brierBefore)))
    #expect(json["brier_after"] == .number(JSONNumber(result.brierAfter)))
    #expect(json["kind"] == .string(result.map.kind))
  }
}
