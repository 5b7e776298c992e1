import Documents
import Foundation
import TestSupport
import Testing

@testable import TransparencyLog

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

enum Sample {
    static let origin = "assay.invalid/northwind/test"
    static let seed = (0..<32).map { UInt8($0) }

    static func signer() throws -> NoteSigner { try NoteSigner(name: origin, key: seed) }

    /// `entry-<i>`: what the vectors' trees consist of.
    static func entries(_ range: Range<Int>) -> [[UInt8]] { range.map { Array("entry-\($0)".utf8) } }

    static func leaves(_ count: Int) -> [Hash] { entries(0..<count).map { MerkleHash.leaf($0) } }

    /// Signs and publishes the checkpoint of what a builder has integrated.
    static func publish(_ builder: TreeBuilder, to store: any TileStore) throws {
        let checkpoint = try Checkpoint(origin: origin, size: builder.size, root: builder.root)
        try store.replace(checkpointPath, try signer().sign(checkpoint.text))
    }

    /// A published log that grew in batches of these sizes.
    @discardableResult
    static func grow(_ store: any TileStore, batches: [Int]) throws -> TreeBuilder {
        var builder = TreeBuilder()
        for batch in batches {
            let start = Int(builder.size)
            try builder.integrate(entries(start..<(start + batch)), at: builder.size, into: store)
        }
        try publish(builder, to: store)
        return builder
    }
}

extension PeerData {
    static func document(_ path: String) throws -> Node? {
        guard let url = file(path) else { return nil }
        return try JSONReader.read([UInt8](try Data(contentsOf: url)))
    }
}
