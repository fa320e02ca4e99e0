import Core
import HTML
import Testing

struct ComponentTests {
  @Test func `a table stays a table when its rows are stacked`() {
    let made = table(
      "Waiting", columns: ["Name", .number("Days <open>")], rows: [["Ann & Joe", "3"]]
    ).description
    #expect(made.contains("<caption>Waiting</caption>"))
    #expect(made.contains("<th scope=\"row\" role=\"rowheader\">Ann &amp; Joe</th>"))
    #expect(
      made.contains(
        "<td role=\"cell\" data-label=\"Days &lt;open&gt;\" class=\"number\">3</td>"))
    #expect(made.components(of: "scope=\"col\"") == 2)
  }

  @Test func `a summary says what is not recorded and what a link changes`() {
    let made = summaryList([
      SummaryRow("Phone", nil, actions: [Link("Add", to: "/phone")]), SummaryRow("Name", "Ann"),
    ]).description
    #expect(made.components(of: "Not recorded") == 1)
    #expect(made.contains(">Add<span class=\"heard\"> phone</span></a>"))
  }

  @Test func `a QR code draws its dark modules inside the quiet zone`() {
    let made = qrCode(modules: [[true, true], [false, true]], label: "Scan \"me\"").description
    #expect(made.contains("viewBox=\"0 0 10 10\""))
    #expect(made.contains("d=\"M4 4h2v1h-2zM5 5h1v1h-1z\""))
    #expect(made.contains("role=\"img\""))
    #expect(made.contains("aria-label=\"Scan &quot;me&quot;\""))
  }

  @Test(
    arguments: [
      (1, nil, "/2", false, true), (2, "/1", "/3", true, true), (3, "/2", nil, true, false),
    ] as [(Int, String?, String?, Bool, Bool)])
  func `pagination leads where there is a page`(
    page: Int, previous: String?, next: String?, back: Bool, on: Bool
  ) {
    let made = pagination(page: page, of: 3, previous: previous, next: next).description
    #expect(made.contains("Page \(page) of 3"))
    #expect(made.contains("rel=\"prev\"") == back)
    #expect(made.contains("rel=\"next\"") == on)
  }

  @Test func `one page needs no pagination`() {
    #expect(pagination(page: 1, of: 1, previous: nil, next: nil).isEmpty)
  }

  @Test func `a person's name keeps its own direction`() {
    let made = personLine(name: "أمينة", knownAs: "Mina", age: 1).description
    #expect(made.contains("<bdi class=\"person-name\">أمينة</bdi>"))
    #expect(made.contains("(known as <bdi>Mina</bdi>), 1 year old"))
    #expect(!personLine(name: "Ann", knownAs: "Ann").description.contains("known as"))
    #expect(!personLine(name: "Ann", knownAs: "").description.contains("known as"))
  }

  @Test func `why is said in words, not by a mark alone`() {
    let made = whyList("Why", [Why(.no, "Lives in Leeds")]).description
    #expect(made.contains("<span class=\"heard\">No: </span>Lives in Leeds"))
  }

  @Test func `a task that can't be started is no link`() {
    let made = taskList([TaskItem("Send", path: nil, status: tag("Not yet"))]).description
    #expect(!made.contains("<a"))
    #expect(made.contains("Not yet"))
  }

  @Test func `progress says which steps are done and which is now`() {
    let made = progressStrip(["Sent", "Received", "Accepted"], current: 1).description
    #expect(made.contains("Sent<span class=\"heard\"> (done)</span>"))
    #expect(made.contains("aria-current=\"step\"><span>Received"))
    #expect(made.components(of: "(done)") == 1)
  }

  @Test func `what was written keeps its lines and its direction`() {
    #expect(
      written("a\n<b>").description
        == "<div class=\"written\" dir=\"auto\">a\n&lt;b&gt;</div>")
  }

  @Test func `good news and dangers are announced, other news is named`() {
    #expect(notificationBanner("Sent", .good).description.contains("role=\"alert\""))
    #expect(notificationBanner("Sealed", .danger).description.contains("role=\"alert\""))
    #expect(notificationBanner("Closed", .info).description.contains("aria-label=\"Closed\""))
  }

  @Test func `assets are found by a name that holds their hash`() {
    for asset in Assets.all {
      #expect(Assets.named(asset.name)?.text == asset.text)
      #expect(asset.name.contains(/\.[0-9a-f]{8}\.(css|js|svg)$/))
    }
    #expect(Assets.named("../secret") == nil)
    #expect(Assets.all.count == 3)
  }
}
