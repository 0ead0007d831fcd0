import Calibration
import Testing

struct EqualWidthBinsTests {
  @Test func `an edge opens its bin, and the double below it doesn't, for every number of bins`() {
    for count in EqualWidthBins.countRange {
      let bins = EqualWidthBins(count: count)
      #expect(bins.index(of: 0) == 0)
      #expect(bins.index(of: 1) == count - 1)
      for index in 1..<count {
        let edge = Double(index) / Double(count)
        #expect(bins.lower(index) == edge)
        #expect(bins.upper(index - 1) == edge)
        #expect(bins.index(of: edge) == index, "\(edge) of \(count)")
        #expect(bins.index(of: edge.nextUp) == index, "\(edge) of \(count)")
        #expect(bins.index(of: edge.nextDown) == index - 1, "\(edge) of \(count)")
      }
    }
  }
}
