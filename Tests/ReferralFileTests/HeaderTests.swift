import CSVFile
import ReferralFile
import Testing

/// The first line of a referral file.
struct HeaderTests {
  private let required =
    "referral_id,referrer_organisation,route,referred_on,full_name,date_of_birth,agreed_to_share"

  private func read(_ text: String) throws -> ReferralReader {
    var reader = ReferralReader()
    reader.append(text.utf8)
    reader.finish()
    while try reader.next() != nil {}
    return reader
  }

  @Test func `columns stand in any order and case, and unknown ones are named`() throws {
    let names = required.split(separator: ",").reversed().joined(separator: " ,").uppercased()
    let reader = try read("Shoe Size,\(names),,\" postcode \"\n")
    #expect(reader.header?.place(of: .referralID) == 7)
    #expect(reader.header?.place(of: .postcode) == 9)
    #expect(reader.header?.place(of: .phone) == nil)
    #expect(reader.header?.ignored == ["Shoe Size", "column 9"])
    #expect(reader.remarks == ["Columns that were not read: “Shoe Size”, “column 9”."])
  }

  @Test(arguments: [
    ("", "empty"), ("\n\n", "empty"), ("a,b\n", "Missing: referral_id"),
    ("referral_id,route\n", "referrer_organisation, referred_on"),
  ])
  func `a file without its columns is unusable`(text: String, words: String) {
    let error = #expect(throws: UnusableFile.self) { try read(text) }
    #expect(error?.sentence.contains(words) == true)
  }

  @Test(arguments: ["route", " ROUTE ", "phone,PHONE", "shoe,Shoe"])
  func `two columns of one name make the file unusable`(more: String) {
    let error = #expect(throws: UnusableFile.self) { try read("\(required),\(more)\n") }
    #expect(error?.sentence.contains("Two columns") == true)
  }
}
