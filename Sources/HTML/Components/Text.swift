import Core

/// A link's words and address. `about` finishes the words for people who hear them without their
/// surroundings: "Change" + "date of birth".
package struct Link: Sendable {
  package let text: String
  package let path: String
  package let about: String?

  package init(_ text: String, to path: String, about: String? = nil) {
    self.text = text
    self.path = path
    self.about = about
  }
}

/// A link in running text.
package func link(_ text: String, to path: String, about: String? = nil) -> Markup {
  var out = Markup(reserving: text.utf8.count + path.utf8.count + 32)
  out.open(.a, .href(path))
  out.append(text: text)
  if let about { out.append(heardOnly(" \(about)")) }
  out.close(.a)
  return out
}

/// A link in running text.
package func link(_ target: Link) -> Markup {
  link(target.text, to: target.path, about: target.about)
}

/// A heading of level 2, 3 or 4. The page itself writes the only heading of level 1.
package func heading(
  _ text: String, level: Int = 2, caption: String? = nil, id: String? = nil
) -> Markup {
  let tag: Tag = level <= 2 ? .h2 : level == 3 ? .h3 : .h4
  return element(tag, .class("heading"), .id(id)) {
    if let caption { element(.span, .class("caption"), text: caption) }
    text
  }
}

/// A paragraph; a literal may hold markup: `paragraph("Sent on \(date(day))")`.
package func paragraph(_ content: Markup) -> Markup { element(.p) { content } }

/// A paragraph of plain text.
package func paragraph(text: String) -> Markup { element(.p) { Markup(text) } }

/// The first paragraph of a page, a little larger.
package func lead(_ content: Markup) -> Markup { element(.p, .class("lead")) { content } }

/// Smaller, quieter words.
package func quiet(_ content: Markup) -> Markup { element(.span, .class("quiet")) { content } }

/// A list with bullets.
package func bullets(_ items: [Markup]) -> Markup {
  element(.ul, .class("bullets")) { for item in items { element(.li) { item } } }
}

/// A list with numbers.
package func numbered(_ items: [Markup]) -> Markup {
  element(.ol, .class("bullets")) { for item in items { element(.li) { item } } }
}

/// Words that a screen reader says and nobody sees.
package func heardOnly(_ text: String) -> Markup { element(.span, .class("heard"), text: text) }

/// What appears on paper only.
package func printOnly(@MarkupBuilder content: () -> Markup) -> Markup {
  div("print-only", content: content)
}

/// A letter: on paper each begins a sheet of its own.
package func letterSheet(@MarkupBuilder content: () -> Markup) -> Markup {
  div("letter", content: content)
}

/// What stays off the paper.
package func screenOnly(@MarkupBuilder content: () -> Markup) -> Markup {
  div("screen-only", content: content)
}

/// Text that somebody wrote, lines and paragraphs kept, in its own direction.
package func written(_ text: String, language: String? = nil) -> Markup {
  element(.div, .class("written"), .dir("auto"), .lang(language), text: text)
}

// MARK: - Dates

/// `20 November 2026`, readable by machines.
package func date(_ day: Day) -> Markup {
  element(.time, .datetime(day.description), text: day.spoken)
}

/// `20 November 2026 at 3:07pm`, readable by machines.
package func moment(_ instant: Instant) -> Markup {
  element(.time, .datetime(instant.description), text: instant.spoken)
}

// MARK: - People

/// Who somebody is in one line: "Aminata Kallon (known as Mina), 34 years old".
/// Names keep their own direction beside words in another.
package func personLine(name: String, knownAs: String? = nil, age: Int? = nil) -> Markup {
  element(.span, .class("person")) {
    element(.bdi, .class("person-name"), text: name)
    if let knownAs, !knownAs.isEmpty, knownAs != name {
      " (known as \(element(.bdi, text: knownAs)))"
    }
    if let age { ", \(spokenAge(age))" }
  }
}

/// Who somebody is at the head of a page or card, with the date of birth to check against.
package func personCard(
  name: String, knownAs: String? = nil, born: Day? = nil, today: Day, pronouns: String? = nil
) -> Markup {
  div("person-card") {
    paragraph(personLine(name: name, knownAs: knownAs, age: born.map { $0.age(on: today) }))
    if born != nil || pronouns != nil {
      element(.p, .class("quiet")) {
        if let born { "Born \(date(born))" }
        if let pronouns { born == nil ? "\(pronouns)" : ", \(pronouns)" }
      }
    }
  }
}

func spokenAge(_ age: Int) -> String { age == 1 ? "1 year old" : "\(age) years old" }
