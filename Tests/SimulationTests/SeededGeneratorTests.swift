import Simulation
import Testing

struct SeededGeneratorTests {
  @Test func `the numbers are those of xoshiro256** seeded by SplitMix64`() {
    var generator = SeededGenerator(seed: 0)
    let numbers = (0..<4).map { _ in generator.next() }
    #expect(
      numbers == [
        0x99EC_5F36_CB75_F2B4, 0xBF6E_1F78_4956_452A,
        0x1A5F_849D_4933_E6E0, 0x6AA5_94F1_262D_2D2C,
      ]
    )
    generator = SeededGenerator(seed: 42)
    #expect(generator.next() == 0x1578_0B2E_0C2E_C716)
  }
}
