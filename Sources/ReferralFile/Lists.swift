import Core

/// The dated lists that rows are checked against. They come in: from the database, or from the files we ship.
package struct Lists: Sendable {
  /// A way by which referrals come in.
  package struct Route: Hashable, Sendable {
    package let key: String
    /// Older names of it, read as if they were the key.
    package let aliases: [String]
    package let valid: Validity

    package init(key: String, aliases: [String] = [], valid: Validity = .always) {
      (self.key, self.aliases, self.valid) = (key, aliases, valid)
    }
  }

  /// A local authority of the region.
  package struct District: Hashable, Sendable {
    /// The GSS code, `E08000012`.
    package let code: String
    package let name: String
    package let otherNames: [String]

    package init(code: String, name: String, otherNames: [String] = []) {
      (self.code, self.name, self.otherNames) = (code, name, otherNames)
    }
  }

  /// A key of the list of benefits or needs.
  package struct Entry: Hashable, Sendable {
    package let key: String
    package let valid: Validity

    package init(key: String, valid: Validity = .always) {
      (self.key, self.valid) = (key, valid)
    }
  }

  /// Where a postcode district lies.
  package struct PostcodeDistrict: Hashable, Sendable {
    /// `L8`
    package let name: String
    /// GSS codes of the region's authorities that it reaches into.
    package let districts: [String]
    /// Whether it reaches out of the region too.
    package let reachesElsewhere: Bool

    package init(name: String, districts: [String], reachesElsewhere: Bool) {
      (self.name, self.districts, self.reachesElsewhere) = (name, districts, reachesElsewhere)
    }
  }

  let languages: Languages
  private var routes: [String: Route] = [:]
  private var districts: [String: String] = [:]
  private var benefits: [String: Entry] = [:]
  private var needs: [String: Entry] = [:]
  private var suggestions: [String: String] = [:]
  /// The routes' keys in their order, for the words of a problem.
  let routeKeys: [String]

  package init(
    routes: [Route], districts: [District], postcodeDistricts: [PostcodeDistrict],
    benefits: [Entry], needs: [Entry], languages: Languages
  ) {
    self.languages = languages
    routeKeys = routes.map(\.key)
    for route in routes {
      for name in [route.key] + route.aliases { self.routes[name.lowercased()] = route }
    }
    for district in districts {
      for name in [district.code, district.name] + district.otherNames {
        self.districts[Self.plain(name)] = district.code
      }
    }
    for entry in benefits { self.benefits[entry.key.lowercased()] = entry }
    for entry in needs { self.needs[entry.key.lowercased()] = entry }
    for place in postcodeDistricts where place.districts.count == 1 && !place.reachesElsewhere {
      suggestions[place.name] = place.districts[0]
    }
  }

  /// The route's own key for a key or an older name in any case; nil where it was none on that day.
  package func route(_ written: String, on day: Day?) -> String? {
    guard let route = routes[written.lowercased()], route.valid.holds(on: day) else { return nil }
    return route.key
  }

  /// The GSS code for a district's name or code, in any case, full stops and spacing set aside.
  package func district(_ written: String) -> String? { districts[Self.plain(written)] }

  package func benefit(_ written: String, on day: Day?) -> String? {
    key(written, of: benefits, on: day)
  }

  package func need(_ written: String, on day: Day?) -> String? { key(written, of: needs, on: day) }

  /// The district that a postcode suggests when none was given: only where the whole postcode district lies in one
  /// authority, and even then to be confirmed by a person.
  package func suggestedDistrict(_ postcode: Postcode) -> String? { suggestions[postcode.district] }

  private func key(_ written: String, of list: [String: Entry], on day: Day?) -> String? {
    guard let entry = list[written.lowercased()], entry.valid.holds(on: day) else { return nil }
    return entry.key
  }

  /// Small letters, full stops taken for spaces, one space between words: "St. Helens" is "st helens".
  private static func plain(_ name: String) -> String {
    var plain: [UInt8] = []
    for byte in name.lowercased().utf8 {
      if byte != 32, byte != 46, byte != 9 {
        plain.append(byte)
      } else if plain.last != 32, !plain.isEmpty {
        plain.append(32)
      }
    }
    if plain.last == 32 { plain.removeLast() }
    return String(decoding: plain, as: UTF8.self)
  }
}
