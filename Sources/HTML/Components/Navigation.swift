/// Links from the top of the service down to this page's parent.
package func breadcrumbs(_ trail: [Link]) -> Markup {
  element(.nav, .class("trail"), .aria("label", "Breadcrumb")) {
    element(.ol) {
      for item in trail { element(.li) { link(item) } }
    }
  }
}

/// The way back to the page before.
package func backLink(_ target: Link) -> Markup {
  element(.a, .class("back"), .href(target.path), text: target.text)
}

/// The pages of one thing, side by side: plain links, the one shown marked.
package func sectionNav(_ items: [Link], current: String, label: String) -> Markup {
  element(.nav, .class("sections"), .aria("label", label)) {
    element(.ul) {
      for item in items {
        element(.li) {
          element(
            .a, .href(item.path), .aria("current", item.path == current ? "page" : nil),
            text: item.text)
        }
      }
    }
  }
}

/// Previous, next and where one is. Paths are nil at the ends. Nothing for a single page.
package func pagination(page: Int, of pages: Int, previous: String?, next: String?) -> Markup {
  guard pages > 1 else { return Markup() }
  return element(.nav, .class("pagination"), .aria("label", "Pages")) {
    if let previous {
      element(.a, .class("previous"), .href(previous), .rel("prev")) {
        "Previous"
        heardOnly(" page")
      }
    }
    element(.span, .class("quiet"), text: "Page \(page) of \(pages)")
    if let next {
      element(.a, .class("next"), .href(next), .rel("next")) {
        "Next"
        heardOnly(" page")
      }
    }
  }
}
