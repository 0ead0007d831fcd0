import ArgumentParser
import Insight
import Workers

extension CalibrationCommand {
  struct Approve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Puts the proposed correction of an action type in force.",
      discussion: """
        Example: reckoner calibration approve send_email --tenant 6f1d3c3e-0000-4000-8000-000000000001 --by anna

        Only actions after it count for the next judgement. Exit code 1 where no change waits.
        """
    )

    @OptionGroup var subject: CalibrationSubject

    @Option(help: "Who decides; the user of this machine where nobody is named.")
    var by = CalibrationDecision.person

    func run() async throws {
      try await CalibrationDecision.carryOut(subject) { try await $0.approve(subject.key, by: by) }
    }
  }

  struct Reject: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Closes the proposed correction of an action type without applying it.",
      discussion: """
        Example: reckoner calibration reject send_email --note "The list was bought." --tenant 6f1d3c3e-...
        """
    )

    @OptionGroup var subject: CalibrationSubject

    @Option(help: "Why, a sentence; it is kept in the history.")
    var note = "Rejected."

    @Option(help: "Who decides; the user of this machine where nobody is named.")
    var by = CalibrationDecision.person

    func run() async throws {
      try await CalibrationDecision.carryOut(subject) { try await $0.reject(subject.key, note: note, by: by) }
    }
  }

  struct Rollback: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Puts earlier values in force again, as a new version.",
      discussion: """
        Examples:
          reckoner calibration rollback send_email --tenant 6f1d3c3e-...          the values before the current version
          reckoner calibration rollback send_email --to 3 --tenant 6f1d3c3e-...   those of version 3; 0 is the beginning
        """
    )

    @OptionGroup var subject: CalibrationSubject

    @Option(help: "The version whose values are put in force.")
    var to: Int64?

    @Option(help: "Why, a sentence; it is kept in the history.")
    var note: String?

    @Option(help: "Who decides; the user of this machine where nobody is named.")
    var by = CalibrationDecision.person

    func validate() throws {
      if let to, to < 0 { throw ValidationError("--to is a version: 0 or above") }
    }

    func run() async throws {
      try await CalibrationDecision.carryOut(subject) {
        try await $0.rollBack(subject.key, to: to, note: note, by: by)
      }
    }
  }

  struct Freeze: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Keeps the correction of an action type as it is; verdicts go on.",
      discussion: "Example: reckoner calibration freeze send_email --tenant 6f1d3c3e-0000-4000-8000-000000000001"
    )

    @OptionGroup var subject: CalibrationSubject

    func run() async throws {
      try await CalibrationDecision.carryOut(subject) { try await $0.setFrozen(true, subject.key) }
    }
  }

  struct Release: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lets judgements change a frozen correction again.",
      discussion: "Example: reckoner calibration release send_email --tenant 6f1d3c3e-0000-4000-8000-000000000001"
    )

    @OptionGroup var subject: CalibrationSubject

    func run() async throws {
      try await CalibrationDecision.carryOut(subject) { try await $0.setFrozen(false, subject.key) }
    }
  }
}
