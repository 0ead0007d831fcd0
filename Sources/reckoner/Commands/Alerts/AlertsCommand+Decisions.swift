import Alerts
import ArgumentParser
import Documents
import EventModel
import Insight

extension AlertsCommand {
  struct Acknowledge: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Notes who takes care of an open alert, so that nobody is reminded of it.",
      discussion: """
        Example: reckoner alerts acknowledge 0d9f8c1e-0000-5000-8000-000000000001 --by anna --tenant 6f1d3c3e-...

        Who came first stays. Exit code 1 where there is no such alert, or it has ended.
        """
    )

    @Argument(help: ArgumentHelp("The alert's UUID.", valueName: "alert id"))
    var id: String

    @Option(help: "Who takes care of it; the user of this machine where nobody is named.")
    var by = CalibrationDecision.person

    @Option(help: "What there is to say about it.")
    var note: String?

    @OptionGroup var options: TenantOptions

    func validate() throws {
      if AlertID(text: id) == nil { throw ValidationError("the alert's id must be a UUID") }
    }

    func run() async throws {
      guard let id = AlertID(text: id) else { return }
      try await AlertsCommand.withDesk(options) {
        try await $0.acknowledge(id, by: by, note: note)
      } show: { alert, now in
        if options.json { return try Output.json(alert.json) }
        for line in AlertText.lines(of: [alert], isCut: false, now: now) { print(line) }
      }
    }
  }

  struct Silence: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Tells nobody of some alerts for a while; they open and end all the same.",
      discussion: """
        Examples:
          reckoner alerts silence --rule stream_stalls --for 2h --reason "Maintenance." --tenant 6f1d3c3e-...
          reckoner alerts silence --rule success_rate_falls --subject send_email --for 3d --reason "A test." --tenant ...

        What is still open when the silence ends is told then.
        """
    )

    @Option(help: "The rule; every one where none is named.")
    var rule: String?

    @Option(help: "The action type, stream or reviewer; every one where none is named.")
    var subject: String?

    @Option(name: .customLong("for"), help: ArgumentHelp("How long: 30m, 2h, 3d; 90d at most.", valueName: "time"))
    var duration: String

    @Option(help: "Why, a sentence.")
    var reason: String

    @Option(help: "Who decides; the user of this machine where nobody is named.")
    var by = CalibrationDecision.person

    @OptionGroup var options: TenantOptions

    func validate() throws {
      _ = try ruleName()
      _ = try interval()
      if reason.isEmpty { throw ValidationError("--reason must say why") }
    }

    private func ruleName() throws -> AlertRuleName? {
      guard let rule else { return nil }
      guard let name = AlertRuleName(rawValue: rule) else {
        let known = AlertRuleName.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("there is no rule \(rule); the rules are \(known)")
      }
      return name
    }

    private func interval() throws -> TimeInterval {
      let units: [Character: Int64] = ["m": 60, "h": 3600, "d": 86_400]
      guard let unit = duration.last.flatMap({ units[$0] }), let count = Int64(duration.dropLast()), count > 0,
        count <= AlertSilence.durationMax.microseconds / 1_000_000 / unit
      else { throw ValidationError("--for must be a time such as 30m, 2h or 3d, at most 90d") }
      return .seconds(count * unit)
    }

    func run() async throws {
      let (rule, interval) = (try ruleName(), try interval())
      try await AlertsCommand.withDesk(options) { desk in
        try await desk.silence(rule, subject.map(AlertSubject.init), for: interval, reason: reason, by: by)
      } show: { silence, _ in
        if options.json { return try Output.json(silence.json) }
        for line in AlertText.lines(of: [silence]) { print(line) }
      }
    }
  }

  struct Silences: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lists the silences that are in force.",
      discussion: "Example: reckoner alerts silences --tenant 6f1d3c3e-0000-4000-8000-000000000001"
    )

    @OptionGroup var options: TenantOptions

    func run() async throws {
      try await AlertsCommand.withDesk(options) {
        try await $0.silences()
      } show: { silences, _ in
        if options.json { return try Output.json(.object(["silences": .array(silences.map(\.json))])) }
        for line in AlertText.lines(of: silences) { print(line) }
      }
    }
  }

  struct Unsilence: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Ends a silence.",
      discussion: """
        Example: reckoner alerts unsilence 0d9f8c1e-0000-4000-8000-000000000001 --tenant 6f1d3c3e-...

        Exit code 1 where no such silence is in force.
        """
    )

    @Argument(help: ArgumentHelp("The silence's UUID.", valueName: "silence id"))
    var id: String

    @Option(help: "Who decides; the user of this machine where nobody is named.")
    var by = CalibrationDecision.person

    @OptionGroup var options: TenantOptions

    func validate() throws {
      if AlertSilenceID(text: id) == nil { throw ValidationError("the silence's id must be a UUID") }
    }

    func run() async throws {
      guard let id = AlertSilenceID(text: id) else { return }
      try await AlertsCommand.withDesk(options) {
        try await $0.lift(id, by: by)
      } show: { _, _ in
        if options.json { return try Output.json(.object(["silence_id": .string(id.description)])) }
        print("silence \(id) has ended")
      }
    }
  }
}
