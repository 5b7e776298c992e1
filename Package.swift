// swift-tools-version: 6.2
import PackageDescription

// The graph in tiers. A target may use only targets of lower tiers, and Toolkit and Platform never see each other:
// CI/checks/layers holds this file against CI/layers.json.

let package = Package(
    name: "assay",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "assay", targets: ["assay"])],
    traits: [
        .default(enabledTraits: ["Platform", "PDF"]),
        .trait(
            name: "Platform",
            description: "The reference platform in the command; without it `assay` is the toolkit alone: no demo, platform, pki, data."),
        .trait(name: "PDF", description: "Reports as PDF, by cairo, pango and libqpdf; without it the platform offers CSV and XML."),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ]
)

// External products, by the name used below.
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let asn1 = Target.Dependency.product(name: "SwiftASN1", package: "swift-asn1")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdTLS = Target.Dependency.product(name: "HummingbirdTLS", package: "hummingbird")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioTLS = Target.Dependency.product(name: "NIOTLS", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let serviceLifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let x509 = Target.Dependency.product(name: "X509", package: "swift-certificates")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

/// Declares a module and the tests that mirror it; C code is called only where `callsC` says so.
@MainActor func module(
    _ name: String, in folder: String, uses: [Target.Dependency] = [], callsC: Bool = false, resources: [Resource] = [],
    tested: Bool = true, testsUse: [Target.Dependency] = []
) {
    package.targets.append(
        .target(
            name: name, dependencies: uses, path: "Sources/\(folder)/\(name)", resources: resources,
            swiftSettings: callsC ? [.strictMemorySafety()] : []))
    if tested {
        package.targets.append(
            .testTarget(
                name: "\(name)Tests", dependencies: [.byName(name: name), "TestSupport"] + uses + testsUse,
                path: "Tests/\(folder)/\(name)Tests"))
    }
}

/// Where PDF is printed.
let typesetting = TargetDependencyCondition.when(traits: ["PDF"])

// Tier 0: system libraries
package.targets += [
    .systemLibrary(name: "CCurl", path: "Sources/C/CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(
        name: "CPango", path: "Sources/C/CPango", pkgConfig: "pangocairo", providers: [.apt(["libpango1.0-dev", "libcairo2-dev"])]),
    .systemLibrary(name: "CQPDF", path: "Sources/C/CQPDF", pkgConfig: "libqpdf", providers: [.apt(["libqpdf-dev"])]),
    .systemLibrary(name: "CSpawn", path: "Sources/C/CSpawn"),
    .systemLibrary(name: "CLibXML2", path: "Sources/C/CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
]

// Tier 1: Wire, published standards and transports
module("Documents", in: "Wire", uses: [yams])
module("JSONSchema", in: "Wire", uses: ["Documents"])
module("XMLDocuments", in: "Wire", uses: ["CLibXML2", "Documents"], callsC: true)
module("Programs", in: "Wire", uses: ["CSpawn"], callsC: true)
module("Tables", in: "Wire", uses: ["Documents"])
module("MessageSignatures", in: "Wire", uses: ["Documents", crypto, cryptoExtras, httpTypes])
module("XMLSignatures", in: "Wire", uses: ["Documents", "XMLDocuments", "MessageSignatures", crypto])
module("TransparencyLog", in: "Wire", uses: [crypto], testsUse: ["Documents"])
module("Transport", in: "Wire", uses: ["CCurl", httpTypes], callsC: true, testsUse: ["Programs"])
module(
    "ObjectStorage", in: "Wire",
    uses: ["Documents", "MessageSignatures", "TransparencyLog", "Transport", "XMLDocuments", crypto, httpTypes],
    testsUse: ["Programs"])
module(
    "ServerKit", in: "Wire",
    uses: [
        "Documents", crypto, httpTypes, hummingbird, hummingbirdCore, logging, nioCore, nioPosix, nioSSL, nioTLS, serviceLifecycle, x509,
        asn1,
    ], testsUse: ["Transport"])

// Tier 2: Toolkit, judges
module("Results", in: "Toolkit")
module("Contracts", in: "Toolkit", uses: ["Results", "Documents", "Tables"])
module(
    "Verification", in: "Toolkit",
    uses: [
        "Results", "Contracts", "Documents", "JSONSchema", "XMLDocuments", "Tables", "MessageSignatures", "TransparencyLog", crypto,
        httpTypes,
    ])
module(
    "Scenarios", in: "Toolkit",
    uses: [
        "Results", "Contracts", "Verification", "Documents", "MessageSignatures", "Programs", "Tables", "TransparencyLog", "Transport",
        httpTypes, crypto,
    ], testsUse: ["ServerKit"])
module(
    "Simulator", in: "Toolkit",
    uses: [
        "Results", "Contracts", "Verification", "Scenarios", "Documents", "MessageSignatures", "ServerKit", "TransparencyLog", "Transport",
        httpTypes, crypto, x509, asn1,
    ])
module("Conformance", in: "Toolkit", uses: ["Results", "Documents", "MessageSignatures", crypto])

// Tier 2: Platform, is judged
module("SourceData", in: "Platform", uses: ["Documents", "Tables", crypto, grdb, grdbSQLite], callsC: true)
module(
    "Typesetting", in: "Platform",
    uses: ["Documents", "XMLDocuments", .target(name: "CPango", condition: typesetting), .target(name: "CQPDF", condition: typesetting)],
    callsC: true)
module("Sealing", in: "Platform", uses: ["Documents", "MessageSignatures", crypto, grdb])
module("Store", in: "Platform", uses: ["Documents", grdb, grdbSQLite], callsC: true)
module(
    "AuditTrail", in: "Platform", uses: ["Store", "Sealing", "Documents", "ObjectStorage", "TransparencyLog", crypto, grdb, logging])
module(
    "Access", in: "Platform",
    uses: ["Sealing", "Store", "Documents", "MessageSignatures", "ServerKit", crypto, httpTypes, x509, asn1, grdb])
module(
    "Reporting", in: "Platform",
    uses: ["Sealing", "Typesetting", "Store", "SourceData", "AuditTrail", "Documents", "Tables", "XMLDocuments", crypto, grdb])
module(
    "Delivery", in: "Platform",
    uses: [
        "Sealing", "Store", "AuditTrail", "Reporting", "Documents", "MessageSignatures", "ServerKit", "Transport", crypto, httpTypes, grdb,
        logging,
    ], testsUse: ["Programs"])
module(
    "Requests", in: "Platform",
    uses: [
        "Store", "AuditTrail", "Reporting", "Delivery", "Documents", "MessageSignatures", "ServerKit", "Transport", crypto, httpTypes, grdb,
        logging,
    ])
module("ServiceLevels", in: "Platform", uses: ["Store", "Documents", "ServerKit", grdb, httpTypes])
module(
    "Incidents", in: "Platform",
    uses: [
        "Sealing", "Store", "SourceData", "AuditTrail", "Delivery", "Documents", "MessageSignatures", "ServerKit", "Transport", crypto,
        httpTypes,
        grdb, logging,
    ])
module(
    "RegulatorAPI", in: "Platform",
    uses: [
        "Sealing", "Store", "SourceData", "AuditTrail", "Access", "Reporting", "Delivery", "Requests", "Incidents",
        "ServiceLevels", "Documents", "JSONSchema", "MessageSignatures", "ObjectStorage",
        "ServerKit", "Tables", "XMLDocuments",
        "TransparencyLog", "Transport", crypto, httpTypes, logging, serviceLifecycle, grdb,
    ])

// Tier 3: the command
let platform: [Target.Dependency] = ["SourceData", "Store", "AuditTrail", "Access", "Reporting", "Requests", "RegulatorAPI"].map {
    .target(name: $0, condition: .when(traits: ["Platform"]))
}
/// What a test sees of the platform that has its log and a witness in one process.
let platformLog: [Target.Dependency] = ["AuditTrail", "Store"].map { .target(name: $0, condition: .when(traits: ["Platform"])) }
package.targets += [
    .executableTarget(
        name: "assay",
        dependencies: [
            "Documents", "MessageSignatures", "ObjectStorage", "Programs", "TransparencyLog", "Transport", "ServerKit", "Results",
            "Contracts", "Verification", "Scenarios", "Simulator", "Conformance", argumentParser, crypto, logging, serviceLifecycle, x509,
            asn1, httpTypes,
        ] + platform,
        path: "Sources/assay"),
    .executableTarget(
        name: "bench",
        dependencies: [
            "AuditTrail", "Documents", "JSONSchema", "SourceData", "Store", "TransparencyLog", "Transport", "XMLDocuments", httpTypes,
            hummingbird, hummingbirdTLS, logging, nioSSL,
        ],
        path: "Sources/bench"),
    .target(name: "TestSupport", dependencies: ["Programs"], path: "Tests/TestSupport"),
    .testTarget(
        name: "EndToEndTests",
        dependencies: [
            "TestSupport", "Documents", "MessageSignatures", "Programs", "ServerKit", "Simulator", "TransparencyLog", "Transport",
            httpTypes,
            logging,
        ] + platformLog,
        path: "Tests/EndToEndTests", exclude: ["faults.txt", "broken-requirements.txt"]),
]

// Compiler settings, once.
for target in package.targets where target.type != .system {
    target.swiftSettings =
        (target.swiftSettings ?? []) + [
            .swiftLanguageMode(.v6),
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .enableUpcomingFeature("MemberImportVisibility"),
            .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
            .treatAllWarnings(as: .error),
        ]
}
