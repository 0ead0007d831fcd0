import Calibration
import TestSupport
import Testing

struct MiscalibrationTests {
  private static func isMiscalibrated(_ confidence: Double, _ count: Int64, of trials: Int64) -> Bool {
    MiscalibrationTest.isMiscalibrated(
      meanConfidence: confidence,
      rate: Double(count) / Double(trials),
      effectiveSampleSize: Double(trials)
    )
  }

  /// The exact probability of an alarm: over every result that there can be.
  private static func alarmProbability(stated: Double, true probability: Double, trials: Int64) -> Double {
    let distribution = BinomialDistribution(trialCount: trials, probability: probability)
    return (0...trials).reduce(0) { sum, count in
      sum + (isMiscalibrated(stated, count, of: trials) ? distribution.mass(count) : 0)
    }
  }

  @Test(arguments: [0.5, 0.7, 0.9])
  func `a calibrated bin is accused with at most 5 percent, from 10 samples to 400`(confidence: Double) {
    var worst = (probability: 0.0, trials: Int64(0))
    for trials in 10...400 as ClosedRange<Int64> {
      let probability = Self.alarmProbability(stated: confidence, true: confidence, trials: trials)
      #expect(probability <= 0.05, "\(trials) samples at \(confidence)")
      if probability > worst.probability { worst = (probability, trials) }
    }
    let power = ([10, 15, 20, 30, 50, 100] as [Int64]).map { trials in
      let caught = Self.alarmProbability(stated: confidence, true: confidence - 0.3, trials: trials)
      return "\(trials): \((caught * 1000).rounded() / 1000)"
    }
    print("says \(confidence): false alarms at most \(worst); power against a gap of 0.3 by samples: \(power)")
  }

  @Test func `no confidence is accused with more than 5 percent`() {
    for percent in 0...100 {
      for trials in [1, 2, 5, 10, 19, 20, 21, 25, 26, 31, 36, 43, 60, 90] as [Int64] {
        let stated = Double(percent) / 100
        let probability = Self.alarmProbability(stated: stated, true: stated, trials: trials)
        #expect(probability <= 0.05, "\(trials) samples at \(stated)")
      }
    }
  }

  @Test func `a gap of 0.3 is seen in most bins of twenty samples and in nearly all of fifty`() {
    for confidence in [0.5, 0.7, 0.9] {
      #expect(Self.alarmProbability(stated: confidence, true: confidence - 0.3, trials: 20) > 0.7)
      #expect(Self.alarmProbability(stated: confidence, true: confidence - 0.3, trials: 50) > 0.95)
    }
  }

  @Test func `a gap of 0.15 is none, however many samples show it`() {
    #expect(!Self.isMiscalibrated(0.9, 750_000, of: 1_000_000))
    #expect(Self.isMiscalibrated(0.9, 749_000, of: 1_000_000))
    #expect(!Self.isMiscalibrated(0.6, 750_000, of: 1_000_000))
    #expect(Self.isMiscalibrated(0.6, 751_000, of: 1_000_000))
  }

  @Test func `below twenty samples the exact test decides alone`() {
    // SciPy 1.17.1: binomtest(2, 10, 0.5) is 0.109, binomtest(1, 10, 0.5) 0.021, binomtest(13, 19, 0.9) 0.0086.
    #expect(!Self.isMiscalibrated(0.5, 2, of: 10))
    #expect(Self.isMiscalibrated(0.5, 1, of: 10))
    #expect(Self.isMiscalibrated(0.9, 13, of: 19))
  }

  @Test func `from twenty samples on the interval alone doesn't accuse`() {
    // 15 of 21: Wilson's interval begins at 0.5004, and binomtest(15, 21, 0.5) is 0.078.
    #expect(!WilsonInterval(rate: 15 / 21.0, sampleSize: 21).contains(0.5))
    #expect(!Self.isMiscalibrated(0.5, 15, of: 21))
    #expect(Self.isMiscalibrated(0.5, 16, of: 21))
  }

  @Test(arguments: [0.1, 0.3, 1, 7])
  func `equal weights are as many samples as there are`(weight: Double) {
    for positives in 0...10 {
      let samples = (0..<10).map { CalibrationSample(confidence: 0.55, outcome: $0 < positives, weight: weight) }
      let verdict = CalibrationMetrics(samples).summary.curve.points[5].isMiscalibrated
      #expect(verdict == Self.isMiscalibrated(0.55, Int64(positives), of: 10), "\(positives)")
    }
  }

  @Test func `a curve is calibrated until one bin isn't, and unknown without evidence`() {
    func samples(_ confidence: Double, _ positives: Int, of count: Int) -> [CalibrationSample] {
      (0..<count).map { CalibrationSample(confidence: confidence, outcome: $0 < positives) }
    }
    let honest = samples(0.5, 50, of: 100)
    #expect(CalibrationMetrics().summary.isCalibrated == nil)
    let weightless = [CalibrationSample(confidence: 0.5, outcome: true, weight: 0)]
    #expect(CalibrationMetrics(weightless).summary.isCalibrated == nil)
    #expect(CalibrationMetrics(honest).summary.isCalibrated == true)
    let boaster = CalibrationMetrics(honest + samples(0.95, 12, of: 30)).summary
    #expect(boaster.isCalibrated == false)
    #expect(boaster.curve.points.map(\.isMiscalibrated) == [nil, nil, nil, nil, nil, false, nil, nil, nil, true])
  }
}
