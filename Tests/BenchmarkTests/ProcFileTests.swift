import Benchmark
import Testing

struct ProcFileTests {
  @Test func `processor times are read behind a name with spaces and parentheses`() throws {
    let line =
      "4711 (a (b) c) S 42 4711 4711 0 -1 4194560 2731 9000 1 2 150 30 700 20 20 0 9 0 1 2 3 18446744073709551615"
    let stat = try #require(ProcessStat(line))
    #expect(stat.parent == 42)
    #expect(stat.ownTicks == 180)
    #expect(stat.childTicks == 720)
  }

  @Test(arguments: ["", "4711", "4711 (x) S", "4711 (x) S 1 1 1 0 -1 0 0 0 0 0 a b c d 0"])
  func `what is no such line is none`(text: String) {
    #expect(ProcessStat(text) == nil)
  }

  @Test func `values and sizes are found by their names`() {
    let status = "Name:\tworker\nVmPeak:\t  200 kB\nVmHWM:\t   12345 kB\nThreads:\t9\n"
    #expect(ProcFile.byteCount(of: "VmHWM", in: status) == 12_345 * 1024)
    #expect(ProcFile.byteCount(of: "Threads", in: status) == nil)
    #expect(ProcFile.byteCount(of: "VmSwap", in: status) == nil)
    let processors = "processor\t: 0\nmodel name\t: A (R) B @ 2 GHz: C\n\nprocessor\t: 1\nmodel name\t: D\n"
    #expect(ProcFile.value(of: "model name", in: processors) == "A (R) B @ 2 GHz: C")
  }

  @Test(arguments: [
    ("postgres:///a?host=/run", "postgres:///a?host=/run&dbname=b"),
    ("postgres://u@h/a", "postgres://u@h/a?dbname=b"),
    ("host=/run user=u", "host=/run user=u dbname=b"),
  ])
  func `an address is pointed at another database in its own form`(text: String, expected: String) {
    #expect(DatabaseAddress(text).with([("dbname", "b")]).text == expected)
  }
}
