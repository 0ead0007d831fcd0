import Analytics
import Resolution

/// Daily figures and feedback of a period and the one before it, with the tenant's settings.
struct AnalyticsReading {
  let input: AnalyticsInput
  let resolution: ResolutionPolicy
  let policy: AnalyticsPolicy
}
