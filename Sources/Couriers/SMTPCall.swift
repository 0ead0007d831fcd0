import CCurl
import IOThread
import Notices
import Settings

/// One mail over SMTP by libcurl, on a thread of its own.
actor SMTPCall {
  nonisolated let thread = IOThread(name: "mail")
  private let server: NoticeSettings.MailServer
  private let limits: CourierLimits

  /// `curl_global_init`, once in a process.
  private static let start: CURLcode = reckoner_curl_start()

  init(server: NoticeSettings.MailServer, limits: CourierLimits) {
    self.server = server
    self.limits = limits
  }

  nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  /// Returns when the server has taken the mail for all of the recipients: `curl_easy_perform`. One that is refused ends the
  /// call before anything is sent to the others.
  func send(
    _ message: [UInt8],
    from sender: MailAddress,
    to recipients: [MailAddress],
    cancellation: IOCancellation
  ) throws(DeliveryFailure) {
    guard Self.start == CURLE_OK, var handle = CurlHandle() else {
      throw .transient("The mail could not be sent: libcurl is out of memory.")
    }
    handle.set(CURLOPT_URL, "\(server.isEncrypted ? "smtps" : "smtp")://\(server.host):\(server.port)")
    handle.set(CURLOPT_NOSIGNAL, 1)
    handle.set(CURLOPT_CONNECTTIMEOUT_MS, Int(limits.connecting.milliseconds))
    handle.set(CURLOPT_TIMEOUT_MS, Int(limits.mail.milliseconds))
    handle.set(CURLOPT_USE_SSL, Int((server.requiresEncryption ? CURLUSESSL_ALL : CURLUSESSL_NONE).rawValue))
    if let user = server.user, let password = server.password {
      handle.set(CURLOPT_USERNAME, user)
      handle.set(CURLOPT_PASSWORD, password)
    }
    handle.set(CURLOPT_MAIL_FROM, "<\(sender)>")
    handle.setRecipients(recipients.map { "<\($0)>" })
    handle.set(CURLOPT_UPLOAD, 1)
    let (code, answer) = handle.perform(sending: message, cancellation: cancellation)
    if let failure = failure(code, answer: answer) { throw failure }
  }

  /// What a result means; `nil` for success.
  private func failure(_ code: CURLcode, answer: Int) -> DeliveryFailure? {
    switch code {
    case CURLE_OK: return nil
    case CURLE_LOGIN_DENIED:
      return .transient("The mail server refused the login: check RECKONER_SMTP_USER and RECKONER_SMTP_PASSWORD.")
    case CURLE_USE_SSL_FAILED:
      return .transient(
        "The mail server offers no STARTTLS, without which nothing is sent: use smtps, or set RECKONER_SMTP_STARTTLS=off."
      )
    case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR:
      return .transient("TLS with the mail server failed: check its certificate and the port of RECKONER_SMTP_URL.")
    case CURLE_ABORTED_BY_CALLBACK: return .transient("The attempt was interrupted.")
    case CURLE_OPERATION_TIMEDOUT: return .transient("The mail server didn't answer in time.")
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT:
      return .transient("The mail server can't be reached: \(Self.text(of: code)).")
    default: break
    }
    switch answer {
    case 500...599:
      return .permanent("The mail server refused the mail with SMTP code \(answer): check the channel's recipients.")
    case 400...499: return .transient("The mail server put the mail off with SMTP code \(answer).")
    default: return .transient("The mail could not be sent: \(Self.text(of: code)).")
    }
  }

  /// The library's own words for a code: they hold nothing of the call.
  private static func text(of code: CURLcode) -> String {
    String(cString: curl_easy_strerror(code))
  }
}

/// The one owner of an easy handle and of what it points to: made here, freed here.
private struct CurlHandle: ~Copyable {
  private let handle: UnsafeMutableRawPointer
  private var recipients: UnsafeMutablePointer<curl_slist>?

  /// `curl_easy_init`; `nil` without memory.
  init?() {
    guard let handle = curl_easy_init() else { return nil }
    self.handle = handle
  }

  deinit {
    curl_easy_cleanup(handle)
    curl_slist_free_all(recipients)
  }

  /// The library copies the text. An option that it doesn't know is a mistake of ours.
  func set(_ option: CURLoption, _ text: String) {
    let code = reckoner_curl_set_text(handle, option, text)
    precondition(code == CURLE_OK, "libcurl refused option \(option.rawValue) with code \(code.rawValue)")
  }

  func set(_ option: CURLoption, _ number: Int) {
    let code = reckoner_curl_set_number(handle, option, number)
    precondition(code == CURLE_OK, "libcurl refused option \(option.rawValue) with code \(code.rawValue)")
  }

  /// The library keeps the list: it lives as long as the handle.
  mutating func setRecipients(_ addresses: [String]) {
    for address in addresses { recipients = curl_slist_append(recipients, address) }
    _ = reckoner_curl_set_list(handle, CURLOPT_MAIL_RCPT, recipients)
  }

  /// Blocks until it is done: `curl_easy_perform`.
  /// - Returns: the library's code, and the server's last one.
  func perform(sending message: [UInt8], cancellation: IOCancellation) -> (code: CURLcode, answer: Int) {
    message.withUnsafeBufferPointer { bytes in
      var source = reckoner_curl_source(bytes: bytes.baseAddress, count: bytes.count, taken: 0)
      return withUnsafeMutablePointer(to: &source) { source in
        _ = reckoner_curl_set_source(handle, source)
        _ = reckoner_curl_ignore_answers(handle)
        // The call ends before the cancellation does: the caller holds it.
        let context = Unmanaged.passUnretained(cancellation).toOpaque()
        _ = reckoner_curl_set_progress(
          handle,
          { context, _, _, _, _ in
            guard let context else { return 0 }
            return Unmanaged<IOCancellation>.fromOpaque(context).takeUnretainedValue().isCancelled ? 1 : 0
          },
          context
        )
        let code = curl_easy_perform(handle)
        return (code, reckoner_curl_answer(handle))
      }
    }
  }
}
