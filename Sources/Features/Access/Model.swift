import Core
import Database

/// Somebody who may sign in. The account's history is in the record.
package struct Account: Sendable {
  /// Where an account stands.
  package enum State: Sendable { case waiting, active, disabled }

  package let id: AccountID
  /// In small letters.
  package let email: String
  package let name: String
  package let organisation: String?
  package let createdAt: Instant
  package let disabledAt: Instant?
  package let isSetUp: Bool
  /// Keys of the roles held today.
  package let roles: [String]
  /// GSS codes.
  package let districts: [String]
  /// Rises with each change.
  package let version: Int

  package var state: State {
    if disabledAt != nil { return .disabled }
    return isSetUp ? .active : .waiting
  }

  /// An address as it is compared: people do not remember which letters they wrote large.
  static func key(_ email: String) -> String {
    let written = email.split(whereSeparator: \.isWhitespace).joined()
    return (EmailAddress(written)?.text ?? written).lowercased()
  }
}

/// One page of the list of accounts.
package struct AccountList: Sendable {
  package let accounts: [Account]
  package let page: Int
  package let pages: Int
}

/// A role as people call it.
package struct Role: Sendable {
  package let key: String
  package let label: String
}

/// One browser that is signed in.
package struct Session: Sendable {
  package let id: SessionID
  /// Such as "Firefox on Windows".
  package let device: String
  package let address: String
  package let createdAt: Instant
  package let lastSeenAt: Instant
}

/// What a browser tells of itself when somebody is at the door.
package struct Caller: Sendable {
  package let address: String
  package let userAgent: String
  /// The cookie of known devices, as sent.
  package let devices: String
  /// A session that this browser still has, which a new one replaces.
  package let session: SessionID?

  package init(
    address: String, userAgent: String = "", devices: String = "", session: SessionID? = nil
  ) {
    self.address = address
    self.userAgent = userAgent
    self.devices = devices
    self.session = session
  }
}

/// Somebody has come in.
package struct Arrival: Sendable {
  package let user: User
  /// For the session's cookie.
  package let token: String
  /// For the cookie of known devices.
  package let devices: String
}

/// What an authenticator app has to be told.
package struct Enrolment: Sendable {
  /// Comes back with the first code.
  package let token: String
  /// In base 32.
  package let secret: String
  /// The `otpauth:` address of the picture.
  package let address: String
}

/// The step of a set-up that a link has come to.
package enum SetUpStep: Sendable {
  /// Choose a password.
  case password(name: String, email: String)
  /// Scan the picture, and prove it with a code.
  case enrol(Enrolment)
  /// The app stays as it is: prove it with a code.
  case code
}

/// What an account proves itself with. Never leaves this room.
struct Credentials: Sendable {
  let id: AccountID
  let email: String
  let name: String
  let passwordHash: String?
  /// The authenticator's secret, sealed.
  let secret: String?
  let disabledAt: Instant?
  let organisation: String?

  var isOpen: Bool { disabledAt == nil && passwordHash != nil && secret != nil }
}

/// A link that works once.
struct OneTimeLink: Sendable {
  enum Purpose: String, Storable {
    /// Choose a password and enrol an authenticator.
    case setUp = "set_up"
    /// Choose a password; the authenticator stays.
    case reset
    /// Replace one's own authenticator.
    case authenticator
    /// Sign in to the demonstration.
    case demo
  }

  let tokenHash: String
  let account: AccountID
  let purpose: Purpose
  let passwordHash: String?
  let secret: String?
}
