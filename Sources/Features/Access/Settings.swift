/// What an installation may set about signing in. Times in seconds.
package struct AccessSettings: Sendable {
  /// A session ends when nothing was asked for this long…
  package var idle: Int64 = 8 * 3600
  /// …and after this long whatever was asked. A working day.
  package var absolute: Int64 = 12 * 3600
  /// How long a set-up link works.
  package var linkLife: Int64 = 24 * 3600
  /// How many tries an account is given in a window, wherever they come from. Cyber Essentials: 10 in 5 minutes.
  package var triesPerAccount = 10
  /// How many failed tries an address is given in a window.
  package var failuresPerAddress = 10
  package var window: Int64 = 300
  /// Where people reach us, without a slash at the end. Links start with it.
  package var origin = "http://127.0.0.1:8080"
  /// What authenticator apps call us.
  package var issuer = "Pierhead"
  /// Words that anyone here would try as a password: the authority's names, its districts.
  package var contextWords: [String] = []
  /// Districts that an account may have. None listed: any code.
  package var districts: [(code: String, name: String)] = []

  package init() {}
}
