import Testing

@testable import Programme

struct MoneyTests {
  @Test(arguments: [
    ("250000", 25_000_000), ("£1,250,000", 125_000_000), ("99.50", 9950), ("£3.5m", 350_000_000),
    ("20k", 2_000_000), ("0", 0), ("1.25m", 125_000_000), (" £ 7 ", 700),
  ])
  func `amounts are read as people write them`(text: String, pence: Int) {
    #expect(Money.pence(written: text) == pence)
  }

  @Test(arguments: [
    "", "£", "-5", "1.5", "99.501", "1.2.3", "one", "99999999999999999999", "£1e6", "٣",
    "1000000000001", "m",
  ])
  func `what is no amount in whole pence is refused`(text: String) {
    #expect(Money.pence(written: text) == nil)
  }

  @Test func `what is written is read again`() {
    for pence in [0, 1, 99, 100, 12_345, 99_999_999, Money.most] {
      #expect(Money.pence(written: Money.written(pence)) == pence)
      #expect(Money.pence(written: Money.spoken(pence)) == pence)
    }
    #expect(Money.spoken(125_000_050) == "£1,250,000.50")
  }
}
