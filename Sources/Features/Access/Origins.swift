import Foundation

/// What a browser calls itself, in words that its owner knows.
enum Device {
  static func name(_ userAgent: String) -> String {
    let browser = browsers.first { userAgent.contains($0.mark) }?.name
    let system = systems.first { userAgent.contains($0.mark) }?.name
    return switch (browser, system) {
    case (let browser?, let system?): "\(browser) on \(system)"
    case (let browser?, nil): browser
    case (nil, let system?): "A browser on \(system)"
    case (nil, nil): "A browser that we do not know"
    }
  }

  // Most browsers also claim to be others: the first mark found decides.
  private static let browsers = [
    (mark: "Edg", name: "Edge"), (mark: "OPR/", name: "Opera"),
    (mark: "SamsungBrowser", name: "Samsung Internet"), (mark: "Firefox/", name: "Firefox"),
    (mark: "FxiOS", name: "Firefox"), (mark: "CriOS", name: "Chrome"),
    (mark: "Chrome/", name: "Chrome"), (mark: "Safari/", name: "Safari"),
  ]
  private static let systems = [
    (mark: "iPhone", name: "iPhone"), (mark: "iPad", name: "iPad"),
    (mark: "Android", name: "Android"), (mark: "Windows", name: "Windows"),
    (mark: "CrOS", name: "ChromeOS"), (mark: "Macintosh", name: "Mac"),
    (mark: "Linux", name: "Linux"),
  ]
}

/// Where guesses come from, for the limits.
enum Neighbourhood {
  /// The address itself; of IPv6 the first 64 bits, which one household or office has to itself.
  static func of(_ address: String) -> String {
    var parsed = in6_addr()
    guard inet_pton(AF_INET6, address, &parsed) == 1 else { return address }
    let bytes = withUnsafeBytes(of: &parsed) { Array($0) }
    let isMapped = bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 255 && bytes[11] == 255
    return Encoding.hex(Array(isMapped ? bytes[12...] : bytes[..<8]))
  }
}
