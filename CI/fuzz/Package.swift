// swift-tools-version: 6.2
import PackageDescription

// The modules of Sources/Wire once more, instrumented for libFuzzer and the address sanitizer, with one program that gives each parser
// what the fuzzer thinks of. Built and run by CI/fuzz/run; the folders in Sources are links, so that nothing is here twice.

let instrumented = ["-sanitize=fuzzer,address", "-enable-testing"]
let asn1 = Target.Dependency.product(name: "SwiftASN1", package: "swift-asn1")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let x509 = Target.Dependency.product(name: "X509", package: "swift-certificates")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
    name: "fuzz",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0"),
        .target(name: "CFuzzer"),
        .target(name: "Documents", dependencies: [yams]),
        .target(name: "JSONSchema", dependencies: ["Documents"]),
        .target(name: "XMLDocuments", dependencies: ["CLibXML2", "Documents"], swiftSettings: [.strictMemorySafety()]),
        .target(name: "Tables", dependencies: ["Documents"]),
        .target(name: "MessageSignatures", dependencies: ["Documents", crypto, cryptoExtras, httpTypes]),
        .target(name: "XMLSignatures", dependencies: ["Documents", "XMLDocuments", "MessageSignatures", crypto]),
        .target(name: "TransparencyLog", dependencies: [crypto]),
        // What reads certificates and their lists; without the servers, which nothing here needs.
        .target(
            name: "ServerKit", dependencies: ["Documents", crypto, asn1, x509],
            sources: [
                "CertificateAuthority.swift", "DistinguishedName+DER.swift", "IPAddress.swift", "PeerCertificate.swift",
                "RevocationList.swift", "RevocationList+Algorithm.swift", "RevocationList+Messages.swift", "RevocationList+Reading.swift",
            ]),
        .executableTarget(
            name: "fuzz",
            dependencies: [
                "CFuzzer", "Documents", "JSONSchema", "XMLDocuments", "Tables", "MessageSignatures", "XMLSignatures", "TransparencyLog",
                "ServerKit", httpTypes,
            ],
            // The linker gold, which Swift takes by default on Linux, fails on the sanitizers' sections.
            linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address", "-use-ld=lld"])]),
    ])

for target in package.targets where target.type != .system && target.name != "CFuzzer" {
    target.swiftSettings =
        (target.swiftSettings ?? []) + [
            .swiftLanguageMode(.v6),
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .enableUpcomingFeature("MemberImportVisibility"),
            .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
            .unsafeFlags(instrumented),
        ]
}
