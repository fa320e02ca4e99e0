/// The name of an element. A closed list: what is not here (`script`, `style`, `iframe`) no page can write.
package struct Tag: Sendable {
  let start: StaticString
  let end: StaticString

  init(_ start: StaticString, _ end: StaticString) {
    self.start = start
    self.end = end
  }
}

extension Tag {
  package static var a: Tag { Tag("<a", "</a>") }
  package static var article: Tag { Tag("<article", "</article>") }
  package static var aside: Tag { Tag("<aside", "</aside>") }
  package static var bdi: Tag { Tag("<bdi", "</bdi>") }
  package static var button: Tag { Tag("<button", "</button>") }
  package static var caption: Tag { Tag("<caption", "</caption>") }
  package static var code: Tag { Tag("<code", "</code>") }
  package static var dd: Tag { Tag("<dd", "</dd>") }
  package static var details: Tag { Tag("<details", "</details>") }
  package static var div: Tag { Tag("<div", "</div>") }
  package static var dl: Tag { Tag("<dl", "</dl>") }
  package static var dt: Tag { Tag("<dt", "</dt>") }
  package static var em: Tag { Tag("<em", "</em>") }
  package static var fieldset: Tag { Tag("<fieldset", "</fieldset>") }
  package static var figure: Tag { Tag("<figure", "</figure>") }
  package static var figcaption: Tag { Tag("<figcaption", "</figcaption>") }
  package static var footer: Tag { Tag("<footer", "</footer>") }
  package static var form: Tag { Tag("<form", "</form>") }
  package static var h1: Tag { Tag("<h1", "</h1>") }
  package static var h2: Tag { Tag("<h2", "</h2>") }
  package static var h3: Tag { Tag("<h3", "</h3>") }
  package static var h4: Tag { Tag("<h4", "</h4>") }
  package static var header: Tag { Tag("<header", "</header>") }
  package static var label: Tag { Tag("<label", "</label>") }
  package static var legend: Tag { Tag("<legend", "</legend>") }
  package static var li: Tag { Tag("<li", "</li>") }
  package static var main: Tag { Tag("<main", "</main>") }
  package static var nav: Tag { Tag("<nav", "</nav>") }
  package static var ol: Tag { Tag("<ol", "</ol>") }
  package static var option: Tag { Tag("<option", "</option>") }
  package static var p: Tag { Tag("<p", "</p>") }
  package static var pre: Tag { Tag("<pre", "</pre>") }
  package static var section: Tag { Tag("<section", "</section>") }
  package static var select: Tag { Tag("<select", "</select>") }
  package static var span: Tag { Tag("<span", "</span>") }
  package static var strong: Tag { Tag("<strong", "</strong>") }
  package static var summary: Tag { Tag("<summary", "</summary>") }
  package static var table: Tag { Tag("<table", "</table>") }
  package static var tbody: Tag { Tag("<tbody", "</tbody>") }
  package static var td: Tag { Tag("<td", "</td>") }
  package static var textarea: Tag { Tag("<textarea", "</textarea>") }
  package static var th: Tag { Tag("<th", "</th>") }
  package static var thead: Tag { Tag("<thead", "</thead>") }
  package static var time: Tag { Tag("<time", "</time>") }
  package static var tr: Tag { Tag("<tr", "</tr>") }
  package static var ul: Tag { Tag("<ul", "</ul>") }

  // Only this room writes these, in `input` and in the head of the page.
  static var input: Tag { Tag("<input", "") }
  static var linkTag: Tag { Tag("<link", "") }
  static var script: Tag { Tag("<script", "</script>") }
}

/// Any element with content: `element(.section, .class("wide")) { … }`.
package func element(
  _ tag: Tag, _ attributes: Attribute..., @MarkupBuilder content: () -> Markup
) -> Markup {
  let inside = content()
  var out = Markup(reserving: inside.bytes.count + 64)
  out.open(tag, attributes)
  out.append(inside)
  out.close(tag)
  return out
}

/// Any element with one attribute, the commonest, which needs no array of them.
package func element(
  _ tag: Tag, _ attribute: Attribute, @MarkupBuilder content: () -> Markup
) -> Markup {
  let inside = content()
  var out = Markup(reserving: inside.bytes.count + 48)
  out.open(tag, attribute)
  out.append(inside)
  out.close(tag)
  return out
}

/// Any element with one attribute around plain text.
package func element(_ tag: Tag, _ attribute: Attribute, text: String) -> Markup {
  var out = Markup(reserving: text.utf8.count + 48)
  out.open(tag, attribute)
  out.append(text: text)
  out.close(tag)
  return out
}

/// Any element around plain text: `element(.strong, text: name)`.
package func element(_ tag: Tag, _ attributes: Attribute..., text: String) -> Markup {
  var out = Markup(reserving: text.utf8.count + 64)
  out.open(tag, attributes)
  out.append(text: text)
  out.close(tag)
  return out
}

/// An `input`, which has no content.
func input(_ attributes: Attribute...) -> Markup {
  var out = Markup(reserving: 128)
  out.open(.input, attributes)
  return out
}

/// A division with a class.
package func div(_ name: String, @MarkupBuilder content: () -> Markup) -> Markup {
  element(.div, .class(name), content: content)
}
