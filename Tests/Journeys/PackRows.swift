/// The rows of packs. Everybody who reads the programme reads its papers, also in full.
extension AccessTable {
  private static let readers: AccessRow.Door = .roles([
    "programme_office": .all, "board_member": .all, "programme_manager": .all,
    "engagement_lead": .all, "analyst": .all, "action_owner": .all,
  ])
  private static let office: AccessRow.Door = .roles(["programme_office": .all])

  static let packRows = [
    AccessRow("GET /programme/pack", readers),
    AccessRow("GET /programme/pack.xlsx", readers),
    AccessRow("GET /programme/pack.doc", readers),
    AccessRow("GET /programme/packs", readers),
    AccessRow("GET /programme/packs/new", office),
    AccessRow("POST /programme/packs", office, gives: 422),
    AccessRow("GET /programme/packs/:id", readers, .pack),
    AccessRow("GET /programme/packs/:id/public", readers, .pack),
    AccessRow("GET /programme/packs/:id/public.xlsx", readers, .pack),
    AccessRow("GET /programme/packs/:id/public.doc", readers, .pack),
    AccessRow("GET /programme/packs/:id/full", readers, .pack),
    AccessRow("GET /programme/packs/:id/full.xlsx", readers, .pack),
    AccessRow("GET /programme/packs/:id/full.doc", readers, .pack),
    AccessRow("POST /programme/packs/:id/exempt", office, .pack, gives: 422),
    AccessRow("POST /programme/packs/:id/lift", office, .pack, gives: 303),
  ]
}
