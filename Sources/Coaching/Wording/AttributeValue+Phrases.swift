extension AttributeValue {
  /// So many outcomes of the value: `412 actions on Tuesdays`.
  func phrase(_ count: Int64) -> String {
    let number = FigureText.count(count)
    return switch self {
    case .actionType: "\(number) \"\(name)\" actions"
    case .hourOfDay(let hour): "\(number) actions between \(hour.clock) and \(hour.next.clock)"
    case .weekday(let weekday): "\(number) actions on \(weekday.plural)"
    case .channel: "\(number) actions over the channel \"\(name)\""
    case .persona: "\(number) actions towards the persona \"\(name)\""
    case .stage: "\(number) actions in the stage \"\(name)\""
    case .rep: "\(number) actions for the rep \"\(name)\""
    case .escalationTrigger: "\(number) escalations triggered by \"\(name)\""
    case .sequencePosition(let position): "\(number) \(position.plural)"
    case .timeSinceLastTouch(let pause): "\(number) actions \(pause.phrase) the touch before"
    case .other(let attribute): "\(number) actions with another \(attribute.noun)"
    }
  }
}

extension HourOfDay {
  /// `09:00`.
  fileprivate var clock: String { number < 10 ? "0\(number):00" : "\(number):00" }
  fileprivate var next: HourOfDay { HourOfDay(counted: (number + 1) % 24) }
}

extension Weekday {
  fileprivate var plural: String {
    switch self {
    case .monday: "Mondays"
    case .tuesday: "Tuesdays"
    case .wednesday: "Wednesdays"
    case .thursday: "Thursdays"
    case .friday: "Fridays"
    case .saturday: "Saturdays"
    case .sunday: "Sundays"
    }
  }
}

extension SequencePosition {
  fileprivate var plural: String {
    switch self {
    case .first: "first touches"
    case .second: "second touches"
    case .third: "third touches"
    case .fourth: "fourth touches"
    case .fifth: "fifth touches"
    case .sixthToTenth: "sixth to tenth touches"
    case .afterTheTenth: "touches after the tenth"
    }
  }
}

extension TouchPause {
  fileprivate var phrase: String {
    switch self {
    case .underAnHour: "less than an hour after"
    case .oneToFourHours: "1 to 4 hours after"
    case .fourHoursToADay: "4 to 24 hours after"
    case .oneToThreeDays: "1 to 3 days after"
    case .threeDaysToAWeek: "3 to 7 days after"
    case .oneToTwoWeeks: "7 to 14 days after"
    case .twoWeeksAndMore: "14 days or more after"
    }
  }
}
