public import ArgumentParser
public import Reports

extension ReportKind: ExpressibleByArgument {}
extension ReportAudience: ExpressibleByArgument {}
