// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "pierhead",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "pierhead", targets: ["pierhead"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
    .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras", exact: "1.35.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
  ],
  targets: ground + features + house + fuzzing,
  swiftLanguageModes: [.v6]
)

// MARK: - The map. Read it top to bottom: a room may use only what stands above it.

var ground: [Target] {
  [
    .room("Core"),
    .system("CPostgres", pkgConfig: "libpq", apt: "libpq-dev"),
    .system("CSodium", pkgConfig: "libsodium", apt: "libsodium-dev"),
    .system("CCrypto", pkgConfig: "libcrypto", apt: "libssl-dev"),
    .system("CQrencode", pkgConfig: "libqrencode", apt: "libqrencode-dev"),
    .system("CXlsxwriter", pkgConfig: "xlsxwriter", apt: "libxlsxwriter-dev"),
    .system("CSQLiteSettings", pkgConfig: "sqlite3", apt: "libsqlite3-dev"),
    .system("CCurl", pkgConfig: "libcurl", apt: "libcurl4-openssl-dev"),
    // The commit, where `make` tells it. Nothing else is built anew for another one.
    .target(
      name: "CRelease",
      cSettings: Context.environment["PIERHEAD_COMMIT"].map {
        [
          .define(
            "PIERHEAD_COMMIT", to: "\"\($0.filter { $0.isLetter || $0.isNumber || $0 == "-" })\"")
        ]
      } ?? []),
    .room("Schema", exclude: ["SQL", "Reference"]),
    .room(
      "Database",
      uses: ["Core", "CPostgres", "CSodium", "CSQLiteSettings", "Schema", .grdb, .grdbSQLite]),
    .room("HTML", uses: ["Core"], exclude: ["Assets"]),
    .room(
      "Web",
      uses: [
        "Core", "CSodium", "HTML", .hummingbird, .httpTypes, .logging, .nio, .nioHTTP,
        .nioHTTPTypes,
      ]),
    .room("CSVFile"),
    .room("ReferralFile", uses: ["Core", "CSVFile"]),
    .room("ProgrammeFile", uses: ["Core", "CSVFile"]),
    .room("Outside", uses: ["Core", "CCurl"]),
  ]
}

var features: [Target] {
  feature("Access", uses: ["CCrypto", "CQrencode", "CSodium", "Schema"])
    + feature("People", uses: ["ReferralFile"])
    + feature("Messages", uses: ["People", "CCurl", "CSodium", "Outside"])
    + feature("Eligibility")
    + feature("Households", uses: ["People", "Messages", "Eligibility"])
    + feature("Record", uses: ["Households"])
    + feature(
      "Referrals",
      uses: ["People", "Messages", "Eligibility", "Households", "CSVFile", "ReferralFile"])
    + feature("Duplicates", uses: ["People", "Households", "Referrals", "ReferralFile"])
    + feature("Search", uses: ["People", "Households", "Referrals", "ReferralFile"])
    + feature("Teams", uses: ["People", "Households", "Referrals"])
    + feature("Programme", uses: ["Access", "CSVFile", "CXlsxwriter", "ProgrammeFile"])
    + feature(
      "API",
      uses: [
        "Access", "People", "Households", "Referrals", "Search", "ReferralFile", "CCurl", "CSodium",
        "Outside", "Programme",
      ])
    + feature(
      "Invitations",
      uses: ["Access", "People", "Messages", "Households", "Referrals", "CSVFile", "ReferralFile"])
}

var house: [Target] {
  let doors: [Target.Dependency] = [
    "Access", "People", "Messages", "Eligibility", "Households", "Record", "Referrals",
    "Duplicates", "Search", "Teams", "API", "Invitations",
    "Programme",
  ]
  let ground: [Target.Dependency] = ["Core", "Database", "HTML", "Web"]
  return [
    .room(
      "App",
      uses: ground + doors + [
        "CSVFile", "ProgrammeFile", "ReferralFile", "Schema", "CRelease", .hummingbird,
        .hummingbirdCore, .httpTypes, .logging, .nio, .lifecycle, .signals,
      ]),
    .executableTarget(
      name: "pierhead",
      dependencies: [
        "App", "Core", "Database", "Duplicates", "ReferralFile", .argumentParser, .logging,
      ],
      swiftSettings: .strict),
    .room(
      "Support",
      uses: ground + doors + [
        "App", "ReferralFile", .hummingbird, .httpTypes, .logging, .nio, .lifecycle,
      ],
      path: "Tests/Support"),
    .room(
      "Fuzzed",
      uses: [
        "Access", "Core", "HTML", "People", "CSVFile", "ReferralFile", "Schema", "Search", "Web",
      ],
      path: "Tests/Fuzzed"),
    .tests("FuzzedTests", uses: ["Fuzzed"], exclude: ["Corpus", "Dictionaries"]),
    .tests("CoreTests", uses: ["Core", "Support"]),
    .tests("HTMLTests", uses: ["Core", "HTML"]),
    .tests("CSVFileTests", uses: ["CSVFile", "Support"]),
    .tests("ReferralFileTests", uses: ["CSVFile", "Core", "ReferralFile"], exclude: ["Samples"]),
    .tests(
      "ProgrammeFileTests", uses: ["CSVFile", "Core", "ProgrammeFile", "Support"],
      exclude: ["Samples"]),
    .tests("DatabaseTests", uses: ground + ["App", "Schema", "Support"]),
    .tests(
      "Journeys",
      uses: ground + doors + [
        "App", "ReferralFile", "Support", .hummingbird, .httpTypes, .logging, .nio,
      ]),
    .executableTarget(
      name: "bare", dependencies: [.hummingbird, .logging], path: "bench/bare",
      swiftSettings: .strict),
  ]
}

/// Only `scripts/fuzz` asks for it, in a build of its own: it needs libFuzzer's runtime, and every room watched by it.
var fuzzing: [Target] {
  guard isFuzzing else { return [] }
  return [
    .executableTarget(
      name: "fuzz", dependencies: ["Fuzzed"], path: "bench/fuzz",
      swiftSettings: .strict + [.unsafeFlags(["-parse-as-library"])],
      linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address", "-use-ld=lld"])])
  ]
}

nonisolated var isFuzzing: Bool { Context.environment["PIERHEAD_FUZZ"] != nil }

/// A feature is one room: its code and, beside it, its tests.
func feature(_ name: String, uses others: [Target.Dependency] = []) -> [Target] {
  [
    .room(
      name, uses: ["Core", "Database", "HTML", "Web", .httpTypes, .hummingbird] + others,
      path: "Sources/Features/\(name)", exclude: ["Tests"]),
    .testTarget(
      name: "\(name)Tests",
      dependencies: [
        .init(stringLiteral: name), "App", "Core", "Database", "HTML", "Support", "Web", .httpTypes,
        .hummingbird, .logging, .nio,
      ] + others,
      path: "Sources/Features/\(name)/Tests", swiftSettings: .strict),
  ]
}

extension Target {
  static func room(
    _ name: String, uses: [Target.Dependency] = [], path: String? = nil, exclude: [String] = []
  ) -> Target {
    .target(
      name: name, dependencies: uses, path: path,
      exclude: exclude, swiftSettings: .strict)
  }

  static func tests(
    _ name: String, uses: [Target.Dependency], exclude: [String] = []
  ) -> Target {
    .testTarget(name: name, dependencies: uses, exclude: exclude, swiftSettings: .strict)
  }

  static func system(_ name: String, pkgConfig: String, apt: String) -> Target {
    .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([apt])])
  }
}

extension Target.Dependency {
  static let argumentParser = product(name: "ArgumentParser", package: "swift-argument-parser")
  static let grdb = product(name: "GRDB", package: "GRDB.swift")
  static let grdbSQLite = product(name: "GRDBSQLite", package: "GRDB.swift")
  static let hummingbird = product(name: "Hummingbird", package: "hummingbird")
  static let hummingbirdCore = product(name: "HummingbirdCore", package: "hummingbird")
  static let httpTypes = product(name: "HTTPTypes", package: "swift-http-types")
  static let lifecycle = product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
  static let signals = product(name: "UnixSignals", package: "swift-service-lifecycle")
  static let logging = product(name: "Logging", package: "swift-log")
  static let nio = product(name: "NIOCore", package: "swift-nio")
  static let nioHTTP = product(name: "NIOHTTP1", package: "swift-nio")
  static let nioHTTPTypes = product(name: "NIOHTTPTypes", package: "swift-nio-extras")
}

extension [SwiftSetting] {
  static var strict: Self {
    [.enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("MemberImportVisibility")]
      + (isFuzzing ? [.unsafeFlags(["-O", "-sanitize=fuzzer,address"])] : [])
  }
}
