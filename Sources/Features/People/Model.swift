import Core

/// A resident, as they are known to us.
package struct Person: Sendable, Identifiable {
  package let id: PersonID
  package let fullName: String
  package let knownAs: String?
  package let dateOfBirth: Day
  package let phone: String?
  package let email: String?
  /// How and when it is safe to make contact, in the words that were given.
  package let safeContact: String?
  package let language: String?
  package let interpreterNeeded: Bool?
  package let address: String?
  package let postcode: String?
  package let hasNoFixedAddress: Bool
}

/// Something a person said they need help with, by the key of the dated list.
package struct Need: Sendable, Hashable {
  package let key: String
  package let isRestricted: Bool

  package init(key: String, isRestricted: Bool) {
    self.key = key
    self.isRestricted = isRestricted
  }
}

/// A person about whom a referral tells for the first time.
package struct NewPerson: Sendable {
  package let id: PersonID
  package let importID: ImportID
  package let fullName: String
  package let nameKey: String
  package let knownAs: String?
  package let dateOfBirth: Day
  package let phone: String?
  package let email: String?
  package let safeContact: String?
  package let language: String?
  package let interpreterNeeded: Bool?
  package let address: String?
  package let postcode: String?
  package let hasNoFixedAddress: Bool
  package let needs: [Need]
  /// Where they may be looked for.
  package let places: Places

  package init(
    id: PersonID, importID: ImportID, fullName: String, nameKey: String, knownAs: String?,
    dateOfBirth: Day, phone: String?, email: String?, safeContact: String?, language: String?,
    interpreterNeeded: Bool?, address: String?, postcode: String?, hasNoFixedAddress: Bool,
    needs: [Need], places: Places = .anywhere
  ) {
    self.id = id
    self.importID = importID
    self.fullName = fullName
    self.nameKey = nameKey
    self.knownAs = knownAs
    self.dateOfBirth = dateOfBirth
    self.phone = phone
    self.email = email
    self.safeContact = safeContact
    self.language = language
    self.interpreterNeeded = interpreterNeeded
    self.address = address
    self.postcode = postcode
    self.hasNoFixedAddress = hasNoFixedAddress
    self.needs = needs
    self.places = places
  }
}

/// Somebody already known who was born on a certain day.
package struct KnownPerson: Sendable {
  package let id: PersonID
  package let nameKey: String
  package let dateOfBirth: Day
}
