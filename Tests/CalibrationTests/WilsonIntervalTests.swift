import Calibration
import Testing

struct WilsonIntervalTests {
  // Reference values: the two roots of (rate - x)^2 = z^2 x (1 - x) / n, to ten digits.
  private static let table: [(rate: Double, size: Double, lower: Double, upper: Double)] = [
    (0.0, 10.0, 0.000000000000, 0.277532799863),
    (0.8, 10.0, 0.490162471537, 0.943317848546),
    (0.5, 10.0, 0.236593090513, 0.763406909487),
    (1.0, 10.0, 0.722467200137, 1.000000000000),
    (0.5, 2.0, 0.094531205734, 0.905468794266),
    (0.1, 2630.0, 0.089111460841, 0.112055339478),
    (0.3333333333333333, 4.5, 0.081103865580, 0.739071473981),
    (0.999, 1000000.0, 0.998936105083, 0.999060061156),
  ]

  @Test(arguments: table)
  func `the interval has the reference bounds`(rate: Double, size: Double, lower: Double, upper: Double) {
    let interval = WilsonInterval(rate: rate, sampleSize: size)
    #expect(abs(interval.lower - lower) < 1e-10)
    #expect(abs(interval.upper - upper) < 1e-10)
    #expect(interval.contains(rate))
  }

  @Test func `none of n and all of n reach exactly zero and one`() {
    #expect(WilsonInterval(rate: 0, sampleSize: 7).lower == 0)
    #expect(WilsonInterval(rate: 1, sampleSize: 7).upper == 1)
    #expect(WilsonInterval(rate: 0, sampleSize: 7).upper > 0.3)
  }
}
