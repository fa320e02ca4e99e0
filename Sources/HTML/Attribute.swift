/// One attribute of an element. A nil value leaves the attribute out. Names stand in the source, so none
/// can be made from a visitor's words; there is no way to write `style` or an event handler.
package struct Attribute: Sendable {
  /// All that stands before the value, in one piece because it is written often: ` class="`.
  let start: StaticString
  /// For `aria-` and `data-`, whose names are open.
  let name: StaticString?
  let value: String?

  init(_ start: StaticString, _ value: String?, name: StaticString? = nil) {
    self.start = start
    self.name = name
    self.value = value
  }

  init(_ start: StaticString, isOn: Bool) { self.init(start, isOn ? "" : nil) }
}

extension Attribute {
  package static func id(_ value: String?) -> Self { .init(" id=\"", value) }
  package static func `class`(_ value: String?) -> Self { .init(" class=\"", value) }
  package static func role(_ value: String?) -> Self { .init(" role=\"", value) }
  package static func title(_ value: String?) -> Self { .init(" title=\"", value) }
  package static func lang(_ value: String?) -> Self { .init(" lang=\"", value) }
  /// `ltr`, `rtl` or `auto`.
  package static func dir(_ value: String?) -> Self { .init(" dir=\"", value) }
  package static func tabindex(_ value: Int?) -> Self {
    .init(" tabindex=\"", value.map { "\($0)" })
  }
  package static func hidden(_ isOn: Bool = true) -> Self { .init(" hidden=\"", isOn: isOn) }
  package static func aria(_ name: StaticString, _ value: String?) -> Self {
    .init(" aria-", value, name: name)
  }
  package static func data(_ name: StaticString, _ value: String?) -> Self {
    .init(" data-", value, name: name)
  }

  // Links and sources are checked: see `safe`.
  package static func href(_ address: String) -> Self { .init(" href=\"", safe(address)) }
  package static func src(_ address: String) -> Self { .init(" src=\"", safe(address)) }
  package static func action(_ address: String) -> Self { .init(" action=\"", safe(address)) }

  // Only this room's forms need these.
  static func enctype(_ value: String?) -> Self { .init(" enctype=\"", value) }
  static func spellcheck(_ value: String?) -> Self { .init(" spellcheck=\"", value) }
  static func autocapitalize(_ value: String?) -> Self { .init(" autocapitalize=\"", value) }
  static func novalidate(_ isOn: Bool) -> Self { .init(" novalidate=\"", isOn: isOn) }

  package static func rel(_ value: String?) -> Self { .init(" rel=\"", value) }
  package static func name(_ value: String?) -> Self { .init(" name=\"", value) }
  package static func type(_ value: String?) -> Self { .init(" type=\"", value) }
  package static func value(_ value: String?) -> Self { .init(" value=\"", value) }
  package static func method(_ value: String?) -> Self { .init(" method=\"", value) }
  package static func accept(_ value: String?) -> Self { .init(" accept=\"", value) }
  package static func autocomplete(_ value: String?) -> Self { .init(" autocomplete=\"", value) }
  package static func inputmode(_ value: String?) -> Self { .init(" inputmode=\"", value) }
  package static func placeholder(_ value: String?) -> Self { .init(" placeholder=\"", value) }
  package static func rows(_ value: Int) -> Self { .init(" rows=\"", "\(value)") }
  package static func `for`(_ value: String?) -> Self { .init(" for=\"", value) }
  package static func scope(_ value: String?) -> Self { .init(" scope=\"", value) }
  package static func datetime(_ value: String?) -> Self { .init(" datetime=\"", value) }
  package static func checked(_ isOn: Bool) -> Self { .init(" checked=\"", isOn: isOn) }
  package static func selected(_ isOn: Bool) -> Self { .init(" selected=\"", isOn: isOn) }
  package static func disabled(_ isOn: Bool) -> Self { .init(" disabled=\"", isOn: isOn) }
  package static func multiple(_ isOn: Bool) -> Self { .init(" multiple=\"", isOn: isOn) }
  package static func open(_ isOn: Bool) -> Self { .init(" open=\"", isOn: isOn) }
}

// MARK: - Addresses

extension Attribute {
  /// The address, or nil when it has a scheme that is not one of four. A list of what is allowed, because
  /// browsers read `java<tab>script:` and stranger spellings as a scheme too.
  static func safe(_ address: String) -> String? {
    var scheme: [UInt8] = []
    for byte in address.utf8 {
      switch byte {
      case UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"): return address
      case UInt8(ascii: ":"):
        let isAllowed = schemes.contains { $0.utf8.elementsEqual(scheme) }
        return isAllowed ? address : nil
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): scheme.append(byte | 0x20)
      default: scheme.append(byte)
      }
    }
    return address
  }

  private static let schemes = ["https", "http", "mailto", "tel"]
}
