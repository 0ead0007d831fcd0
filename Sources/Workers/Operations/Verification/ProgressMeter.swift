/// Counts what a verification has done, and tells of it.
final class ProgressMeter {
  private let report: (@Sendable (VerificationProgress) -> Void)?
  private var part = VerificationProgress.Part.entries
  private var count = 0
  private var total = 0

  init(_ report: (@Sendable (VerificationProgress) -> Void)?) {
    self.report = report
  }

  func begin(_ part: VerificationProgress.Part, total: Int) {
    (self.part, self.total, count) = (part, total, 0)
    advance(0)
  }

  func advance(_ added: Int) {
    count += added
    report?(VerificationProgress(part: part, count: count, total: total))
  }
}
