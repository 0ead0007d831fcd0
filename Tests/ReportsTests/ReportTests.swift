import Analytics
import Coaching
import EventModel
import Foundation
import Reports
import SettingModel
import Testing

struct ReportTests {
  @Test("a day's report tells of the last whole UTC day, a week's of the last seven, wherever the clocks stand")
  func periods() throws {
    let tokyo = LocalClock(timeZone: try #require(TimeZoneName("Asia/Tokyo")), offset: .hours(9))
    let due = try #require(Timestamp(rfc3339: "2026-03-30T22:00:00Z"))
    let daily = ReportOrder(.daily, of: ReportWorld.tenant, dueAt: due, clock: tokyo)
    #expect("\(daily.period.from)" == "2026-03-29" && "\(daily.period.to)" == "2026-03-29")
    #expect(daily.lookBack.to == daily.period.to && daily.lookBack.dayCount == 56)
    #expect(daily.asOf.rfc3339 == "2026-03-30T00:00:00.000000Z")
    let weekly = ReportOrder(.weekly, of: ReportWorld.tenant, dueAt: due, clock: tokyo)
    #expect("\(weekly.period.from)" == "2026-03-23" && weekly.period.dayCount == 7)
    let report = Report(daily, from: ReportInput(scope: .tenant), generatedAt: due)
    #expect(report.title == "Daily report, 29 March 2026")
    #expect(tokyo.text(due) == "31 March 2026, 07:00" && tokyo.name == "Asia/Tokyo (UTC+09:00)")
    let west = LocalClock(timeZone: tokyo.timeZone, offset: .seconds(-12_600))
    #expect(west.offsetText == "-03:30" && west.text(due) == "30 March 2026, 18:30")
  }

  @Test("a period has one report of a kind and team, and its id is the same for ever")
  func identity() {
    let day = UTCDay(number: 20_542)
    let id = ReportID(of: ReportWorld.tenant, kind: .daily, team: TeamID("north"), lastDay: day)
    #expect(
      id.description
        == "\(UUID(namespace: ReportWorld.tenant.uuid, name: "daily/manager/north/2026-03-30"))".lowercased()
    )
    var ids: Set<ReportID> = []
    for tenant in [ReportWorld.tenant, TenantID(UUID())] {
      for kind in ReportKind.allCases {
        for team in [nil, TeamID("north"), TeamID("north/2026-03-30")] {
          for day in [day, day + 1] { ids.insert(ReportID(of: tenant, kind: kind, team: team, lastDay: day)) }
        }
      }
    }
    #expect(ids.count == 24)
  }

  @Test("the digest is of facts: neither the time of making, nor alerts, nor what waits, changes it; a late reply does")
  func digest() throws {
    for seed in 1...10 as ClosedRange<UInt64> {
      for kind in ReportKind.allCases {
        let world = ReportWorld(seed: seed, kind)
        let digest = world.report().factsDigest
        #expect(world.report(revision: 3).factsDigest == digest)
        let later = Report(world.order, from: world.input, generatedAt: world.order.dueAt + .days(9))
        #expect(later.factsDigest == digest)
        let calm = world.changed { input in
          (input.standing, input.coaching) = (nil, nil)
        }
        #expect(calm.report().factsDigest == digest, "seed \(seed)")
        let row = try #require(
          world.input.analytics.outcomes.firstIndex {
            $0.isPrimary && world.order.lookBack.contains($0.day) && $0.statuses.expired > 0
              && $0.day < world.order.period.to - 40
          },
          "seed \(seed)"
        )
        let corrected = world.changed { $0.analytics.outcomes[row] = $0.analytics.outcomes[row].oneAnsweredLate }
        #expect(corrected.report().factsDigest != digest, "seed \(seed)")
      }
    }
  }

  @Test("an outcome that is decided only after the period changes nothing of its report")
  func younger() {
    for seed in 1...10 as ClosedRange<UInt64> {
      let world = ReportWorld(seed: seed, .daily)
      let open = OutcomeRollup(
        day: world.order.period.to,
        repID: nil,
        actionType: ActionType("send_email"),
        channel: nil,
        outcomeType: .emailEngagement,
        isPrimary: true,
        statuses: StatusCounts(pending: 4, expired: 1)
      )
      let before = world.changed { $0.analytics.outcomes.append(open) }.report()
      let after = world.changed { $0.analytics.outcomes.append(open.oneAnsweredLate) }.report()
      #expect(before.factsDigest == after.factsDigest && before != after, "seed \(seed)")
    }
  }

  @Test("a report of nothing says that there is nothing, and draws nothing")
  func empty() {
    for kind in ReportKind.allCases {
      let report = ReportWorld(seed: 1, kind, rowCount: 0).report()
      #expect(report.headline.hasPrefix("No action was recorded in the"))
      #expect((5...8).contains(report.summary.count))
      for exhibit in report.sections.flatMap(\.parts).flatMap(\.exhibits) {
        #expect(exhibit.drawing == nil && exhibit.table.rows.isEmpty && !exhibit.table.emptyText.isEmpty)
      }
      for figure in report.sections.flatMap(\.parts).flatMap(\.figures) {
        #expect(figure.value == nil || figure.value == 0, "\(figure.name)")
      }
    }
  }

  @Test("a summary has five to eight facts, whatever there is")
  func summary() {
    for seed in 1...10 as ClosedRange<UInt64> {
      for kind in ReportKind.allCases {
        #expect((5...8).contains(ReportWorld(seed: seed, kind).report().summary.count))
      }
    }
  }
}

extension OutcomeRollup {
  /// One of the expired outcomes was answered after all.
  fileprivate var oneAnsweredLate: OutcomeRollup {
    var statuses = statuses
    statuses.expired -= 1
    statuses.positive += 1
    return OutcomeRollup(
      day: day,
      repID: repID,
      actionType: actionType,
      channel: channel,
      outcomeType: outcomeType,
      isPrimary: isPrimary,
      statuses: statuses,
      samples: samples
    )
  }
}
