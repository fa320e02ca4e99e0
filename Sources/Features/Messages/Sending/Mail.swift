import Core

/// A letter as an email (RFC 5322, MIME), in ASCII: whatever is written in it can't begin a header or end the message.
enum Mail {
  static func bytes(of letter: Letter, from: EmailAddress, date: Instant) -> [UInt8] {
    let domain = from.text.split(separator: "@").last ?? "localhost"
    let lines = [
      "Date: \(Self.date(date))",
      "From: \(plain(from.text))",
      "To: \(plain(letter.to))",
      "Message-ID: <\(letter.id.text)@\(plain(String(domain)))>",
      "Subject: \(subject(letter.subject))",
      "Auto-Submitted: auto-generated",
      "MIME-Version: 1.0",
      "Content-Type: text/plain; charset=utf-8",
      "Content-Transfer-Encoding: quoted-printable",
      "",
      quotedPrintable(letter.body),
      "",
    ]
    return Array(lines.joined(separator: "\r\n").utf8)
  }

  /// An address on one line, whatever was in it.
  private static func plain(_ text: String) -> String {
    String(
      String.UnicodeScalarView(text.unicodeScalars.filter { $0.value > 32 && $0.value != 127 }))
  }

  /// Encoded words (RFC 2047) of 75 characters at most, cut between characters, unless it is short and plain.
  static func subject(_ text: String) -> String {
    let bytes = Array(text.utf8)
    if bytes.count <= 60, bytes.allSatisfy({ (32...126).contains($0) }), !text.contains("=?") {
      return text
    }
    var words: [String] = []
    var word = ""
    for scalar in text.unicodeScalars {
      let piece = scalar.utf8.map { "=" + hex($0) }.joined()
      if word.utf8.count + piece.utf8.count > 60 {
        words.append(word)
        word = ""
      }
      word += piece
    }
    words.append(word)
    return words.map { "=?utf-8?Q?\($0)?=" }.joined(separator: "\r\n ")
  }

  /// RFC 2045, section 6.7. A dot or `From` at the start of a line is encoded too, because mail servers read those.
  static func quotedPrintable(_ text: String) -> String {
    text.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)
      .map { line in
        let bytes = Array(line.utf8)
        var lines: [String] = []
        var current = ""
        for (index, byte) in bytes.enumerated() {
          let isLast = index == bytes.count - 1
          let isPlain =
            (33...126).contains(byte) && byte != UInt8(ascii: "=")
            || byte == UInt8(ascii: " ") && !isLast
          if current.utf8.count + (isPlain ? 1 : 3) > 73 {
            lines.append(current + "=")
            current = ""
          }
          let isRead =
            current.isEmpty && (byte == UInt8(ascii: ".") || byte == UInt8(ascii: "F"))
          current += isPlain && !isRead ? String(UnicodeScalar(byte)) : "=" + hex(byte)
        }
        lines.append(current)
        return lines.joined(separator: "\r\n")
      }.joined(separator: "\r\n")
  }

  /// `Fri, 20 Nov 2026 12:00:00 +0000`
  static func date(_ instant: Instant) -> String {
    let day = Day(number: Int((Double(instant.seconds) / 86400).rounded(.down)))
    let time = instant.description.split(separator: "T")[1].prefix(8)
    let weekday = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][((day.number + 4) % 7 + 7) % 7]
    let (year, number, date) = day.parts
    let month = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ][number - 1]
    return "\(weekday), \(date) \(month) \(year) \(time) +0000"
  }

  private static func hex(_ byte: UInt8) -> String {
    let digits = Array("0123456789ABCDEF")
    return String([digits[Int(byte >> 4)], digits[Int(byte & 15)]])
  }
}
