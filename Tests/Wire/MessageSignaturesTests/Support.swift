import Documents
import Foundation
import HTTPTypes
import TestSupport
import Testing

@testable import MessageSignatures

/// Counts cases that nobody of this project wrote, and prints one closing line.
struct Tally {
    let name: String
    var passed = 0
    var failed = 0
    var skipped = 0

    init(_ name: String) { self.name = name }

    mutating func record(_ isGood: Bool, _ label: @autoclosure () -> String, at location: SourceLocation = #_sourceLocation) {
        if isGood {
            passed += 1
        } else {
            failed += 1
            Issue.record(Comment(rawValue: label()), sourceLocation: location)
        }
    }

    func close() { print("\(name): \(passed) passed, \(failed) failed, \(skipped) skipped") }
}

extension PeerData {
    static func document(_ path: String) throws -> Node? {
        guard let url = file(path) else { return nil }
        return try JSONReader.read([UInt8](try Data(contentsOf: url)))
    }
}

/// An HTTP/1.1 message as text, as RFC 9421 prints its examples.
struct MessageText {
    let start: String
    var fields = HTTPFields()
    let body: [UInt8]

    init(_ text: String) throws {
        let halves = text.split(separator: "\n\n", maxSplits: 1, omittingEmptySubsequences: false)
        var lines = halves[0].split(separator: "\n").map(String.init)
        start = lines.removeFirst()
        for line in lines {
            let parts = line.split(separator: ":", maxSplits: 1)
            let name = try #require(HTTPField.Name(String(parts[0])), "\(line)")
            fields.append(HTTPField(name: name, value: String(parts[1].drop { $0 == " " })))
        }
        body = halves.count == 2 ? Array(halves[1].utf8) : []
    }

    func signed(answering request: SignedMessage? = nil) throws -> SignedMessage {
        let words = start.split(separator: " ").map(String.init)
        if words[0].hasPrefix("HTTP/") { return .response(status: try #require(Int(words[1])), fields: fields, answering: request) }
        let host = try #require(fields.first { $0.name.canonicalName == "host" }).value
        return .request(method: words[0], targetURI: "https://\(host)\(words[1])", fields: fields)
    }
}

extension HTTPFields {
    /// Fields from name and value in order; a name may occur again.
    static func of(_ pairs: (String, String)...) throws -> HTTPFields {
        var fields = HTTPFields()
        for (name, value) in pairs {
            let fieldName = try #require(HTTPField.Name(name))
            fields.append(HTTPField(name: fieldName, value: value))
        }
        return fields
    }

    func replacing(_ name: String, with value: String?) throws -> HTTPFields {
        var fields = self
        let fieldName = try #require(HTTPField.Name(name))
        fields[fieldName] = value
        return fields
    }
}

/// Keys of each algorithm, made once: RSA keys take a while.
enum SampleKeys {
    /// One key of each algorithm, named after it.
    static let all: [SignatureAlgorithm: SigningKey] = (try? make()) ?? [:]
    /// Another key of each algorithm, named the same.
    static let others: [SignatureAlgorithm: SigningKey] = (try? make()) ?? [:]

    static func key(_ algorithm: SignatureAlgorithm) throws -> SigningKey { try #require(all[algorithm]) }
    static func other(_ algorithm: SignatureAlgorithm) throws -> SigningKey { try #require(others[algorithm]) }

    private static func make() throws -> [SignatureAlgorithm: SigningKey] {
        let rsa = try SigningKey.generate(.rsaPSSSHA512).jwk().removing("alg")
        var keys: [SignatureAlgorithm: SigningKey] = [:]
        for algorithm in SignatureAlgorithm.allCases {
            let isRSA = algorithm == .rsaPSSSHA512 || algorithm == .rsaV15SHA256
            let name = Node.string("the-key")
            keys[algorithm] =
                isRSA
                ? try SigningKey(jwk: rsa.setting("kid", name), algorithm: algorithm)
                : try SigningKey.generate(algorithm, keyID: "the-key")
        }
        return keys
    }
}
