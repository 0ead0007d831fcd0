import EventModel
import Feedback
import Reports

/// The pages behind a link: a question, and thanks. Without a script, and without anything from elsewhere.
enum LinkPage {
  static func form(_ link: SignedLink, token: String) -> String {
    let subject =
      switch link.target.type {
      case .message: "this message"
      case .decision: "this decision"
      case .conversation: "this conversation"
      }
    let choices =
      link.rating.map { [$0.value] } ?? Array(FeedbackSource.inline.ratings.reversed())
    let buttons = choices.map { value in
      "<button name=\"rating\" value=\"\(value)\">\(words(value))</button>"
    }
    return page(
      title: "Your feedback",
      body: """
        <h1>What do you think of \(subject)?</h1>
        <form method="post">
        <input type="hidden" name="token" value="\(MarkupText.escaped(token))">
        <p><label for="comment">A comment, if you like</label><br>
        <textarea id="comment" name="comment" rows="3" cols="40" maxlength="2000"></textarea></p>
        <p>\(buttons.joined(separator: "\n"))</p>
        </form>
        <p>You vote as \(MarkupText.escaped(link.reviewerID.text)). Voting again replaces your vote.</p>
        """
    )
  }

  static func thanks(_ rating: FeedbackRating) -> String {
    page(
      title: "Thank you",
      body: """
        <h1>Thank you</h1>
        <p>Your vote is recorded: \(words(rating.value)). Voting again replaces it.</p>
        """
    )
  }

  private static func words(_ value: Int) -> String {
    switch value {
    case 1: "Good"
    case 0: "Neither"
    default: "Not good"
    }
  }

  private static func page(title: String, body: String) -> String {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="robots" content="noindex">
    <meta name="color-scheme" content="light dark">
    <title>\(title)</title>
    </head>
    <body>
    \(body)
    </body>
    </html>

    """
  }
}
