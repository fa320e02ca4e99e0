import Core

/// What one page says. The layout puts the house around it.
package struct Page: Sendable {
  /// Reading pages and forms are narrow; lists are wide.
  package enum Width: Sendable { case reading, wide }

  package var title: String
  package var caption: String?
  package var width: Width
  package var back: Link?
  package var trail: [Link]
  /// The path of the navigation item that this page belongs to.
  package var section: String?
  package var problems: [Problem]
  package var content: Markup

  /// The title is the page's only heading of level 1; problems become the error summary above it.
  package init(
    _ title: String, caption: String? = nil, width: Width = .reading, back: Link? = nil,
    trail: [Link] = [], section: String? = nil, problems: [Problem] = [],
    @MarkupBuilder content: () -> Markup
  ) {
    self.title = title
    self.caption = caption
    self.width = width
    self.back = back
    self.trail = trail
    self.section = section
    self.problems = problems
    self.content = content()
  }
}

/// One item of the main navigation, with the number of things that wait there.
package struct NavItem: Sendable {
  package let text: String
  package let path: String
  package let count: Int?

  package init(_ text: String, to path: String, count: Int? = nil) {
    self.text = text
    self.path = path
    self.count = count
  }
}

/// Who is signed in, as the header shows them.
package struct SignedIn: Sendable {
  package let name: String
  package let nav: [NavItem]
  package let formToken: String
  package let accountPath: String
  package let signOutPath: String
  /// Where the box in the header sends what is looked for, for those who may search.
  package let searchPath: String?

  package init(
    name: String, nav: [NavItem], formToken: String, accountPath: String = "/account",
    signOutPath: String = "/sign-out", searchPath: String? = nil
  ) {
    self.searchPath = searchPath
    self.name = name
    self.nav = nav
    self.formToken = formToken
    self.accountPath = accountPath
    self.signOutPath = signOutPath
  }
}

/// The house around every page: header, navigation, strip, footer.
package struct Layout: Sendable {
  package var service: String
  package var signedIn: SignedIn?
  /// Shown on every page of a copy that is not the real thing: a tag and words.
  package var strip: (tag: String, text: String)?
  /// What just happened, shown once above the page.
  package var notice: Markup?
  package var footer: [Link]
  package var language: String
  package var isRightToLeft: Bool

  package init(
    service: String, signedIn: SignedIn? = nil, strip: (tag: String, text: String)? = nil,
    notice: Markup? = nil, footer: [Link] = [], language: String = "en",
    isRightToLeft: Bool = false
  ) {
    self.service = service
    self.signedIn = signedIn
    self.strip = strip
    self.notice = notice
    self.footer = footer
    self.language = language
    self.isRightToLeft = isRightToLeft
  }

  /// The whole document, as UTF-8.
  package func document(_ page: Page) -> [UInt8] {
    var out = Markup(reserving: page.content.bytes.count + 4096)
    out.append(raw: "<!DOCTYPE html>\n<html class=\"no-script\" lang=\"")
    out.append(text: language)
    out.append(raw: isRightToLeft ? "\" dir=\"rtl\">" : "\">")
    out.append(head(page))
    out.append(raw: "<body>")
    out.append(element(.a, .class("skip"), .href("#main"), text: "Skip to main content"))
    out.append(header(section: page.section))
    if let strip { out.append(stripe(strip.tag, strip.text)) }
    out.append(main(page))
    out.append(foot)
    out.append(raw: "</body></html>\n")
    return out.bytes
  }
}

// MARK: - Parts

extension Layout {
  private func head(_ page: Page) -> Markup {
    var out = Markup(reserving: 768)
    out.append(raw: "<head><meta charset=\"utf-8\"><title>")
    if !page.problems.isEmpty { out.append(raw: "Error: ") }
    out.append(text: "\(page.title) - \(service)")
    out.append(raw: "</title><meta name=\"viewport\" content=\"width=device-width, ")
    out.append(raw: "initial-scale=1\"><meta name=\"robots\" content=\"noindex\">")
    out.open(.linkTag, .rel("stylesheet"), .href(Assets.stylesheet.path))
    out.open(
      .linkTag, [.rel("icon"), .type("image/svg+xml"), .href(Assets.icon.path)])
    out.open(.script, .type("module"), .src(Assets.script.path))
    out.close(.script)
    out.append(raw: "</head>")
    return out
  }

  private func header(section: String?) -> Markup {
    element(.header, .class("header")) {
      div("header-inner") {
        element(.a, .class("wordmark"), .href("/")) {
          Mark.svg
          element(.span, .class("wordmark-name"), text: "Pierhead")
          element(.span, .class("wordmark-service"), text: service)
        }
        if let signedIn { visitor(signedIn) }
      }
      if let signedIn, let path = signedIn.searchPath, path != section {
        finder(to: path, token: signedIn.formToken)
      }
      if let signedIn, !signedIn.nav.isEmpty { navigation(signedIn.nav, section: section) }
    }
  }

  private func visitor(_ signedIn: SignedIn) -> Markup {
    div("visitor") {
      element(.a, .href(signedIn.accountPath)) {
        element(.bdi, text: signedIn.name)
        heardOnly(", your account")
      }
      buttonForm("Sign out", to: signedIn.signOutPath, token: signedIn.formToken, .plain)
    }
  }

  /// One box on every page. The page of search has its own in its place.
  private func finder(to path: String, token: String) -> Markup {
    element(
      .form, .class("finder"), .method("post"), .action(path), .role("search"), .novalidate(true),
      .autocomplete("off"), .aria("label", "Find a person or a household")
    ) {
      hiddenInput("form_token", token)
      element(.label, .class("heard"), .for("finder"), text: "Name, date of birth or reference")
      input(
        .class("input"), .id("finder"), .name("words"), .type("search"), .dir("auto"),
        .autocomplete("off"))
      button("Search", .secondary)
    }
  }

  private func navigation(_ items: [NavItem], section: String?) -> Markup {
    element(.nav, .class("nav"), .aria("label", "Main")) {
      element(.ul) {
        for item in items {
          element(.li) {
            element(
              .a, .href(item.path), .aria("current", item.path == section ? "true" : nil)
            ) {
              item.text
              if let count = item.count, count > 0 {
                " "
                element(.span, .class("nav-count"), text: String(count))
                heardOnly(" waiting")
              }
            }
          }
        }
      }
    }
  }

  private func stripe(_ label: String, _ text: String) -> Markup {
    div("strip") {
      element(.p) {
        tag(label, .warning)
        " \(text)"
      }
    }
  }

  private func main(_ page: Page) -> Markup {
    div(page.width == .wide ? "page page-wide" : "page") {
      if !page.trail.isEmpty { breadcrumbs(page.trail) }
      if let back = page.back { backLink(back) }
      element(.main, .id("main"), .tabindex(-1)) {
        notice
        errorSummary(page.problems)
        element(.h1) {
          if let caption = page.caption { element(.span, .class("caption"), text: caption) }
          page.title
        }
        page.content
      }
    }
  }

  private var foot: Markup {
    element(.footer, .class("footer")) {
      div("footer-inner") {
        if !footer.isEmpty {
          element(.ul) { for item in footer { element(.li) { link(item) } } }
        }
        element(.p, .class("quiet"), text: "Pierhead")
      }
    }
  }
}

/// Our mark: a deck on three piles above the water.
enum Mark {
  static let svg = Markup(
    raw: """
      <svg class="mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" \
      focusable="false"><path class="mark-deck" d="M2 9h28v5H2zM6 14h4v8H6zM14 14h4v8h-4z\
      M22 14h4v8h-4z"/><path class="mark-water" d="M2 24q3.5-3 7 0t7 0 7 0 7 0v3q-3.5 3-7 \
      0t-7 0-7 0-7 0z"/></svg>
      """)
}
