extension Environment {
  mutating func destroyGroup(of stream: StreamName) {
    self[stream].destroyGroup()
    observed.groupCount += 1
  }

  /// FLUSHALL, or a restart without persistence.
  mutating func forgetRedis() {
    for stream in StreamName.allCases {
      observed.lost[stream.rawValue].formUnion(self[stream].entries.map(\.id))
      observed.lostLetters[stream.rawValue].formUnion(self[stream].letters.map(\.original))
      self[stream].forget()
    }
    observed.groupCount += 1
    hasForgotten = true
  }

  mutating func trim(_ stream: StreamName) {
    if let oldest = self[stream].entries.first { observed.lost[stream.rawValue].insert(oldest.id) }
    self[stream].trim()
    hasForgotten = true
  }
}
