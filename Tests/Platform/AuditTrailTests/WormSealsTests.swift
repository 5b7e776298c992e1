import Documents
import ObjectStorage
import Testing
import TransparencyLog

@testable import AuditTrail

/// A bucket with many sealings, of which the newest counts.
@Suite struct WormSealsTests {
    private static let sizes: [Int64] = [3, 40, 300, 310, 320]

    private func sealed() async throws -> WormScene {
        let scene = try await WormScene()
        let copy = scene.copy()
        for (first, size) in zip([0] + Self.sizes, Self.sizes) {
            try await scene.record(Int(size - first), from: Int(first))
            try await scene.sequencer.publish()
            try await copy.step(isClosing: true)
        }
        return scene
    }

    private func superseded(_ size: Int64) -> [LogCopyLayout.Part] {
        [.partialEvents(size)] + TreeShape(size: size).edge.map { .partial(size, $0) }
    }

    @Test func `of what is superseded the checkpoint alone is read`() async throws {
        let scene = try await sealed()
        let before = Set(scene.bucket.deeds)
        let findings = try await scene.findings()
        #expect(findings.issues.isEmpty)
        #expect(findings.sealedCount == 5)
        #expect(findings.accepted?.size == 320)
        let read = Set(scene.bucket.deeds).subtracting(before)
        for size in Self.sizes {
            #expect(read.contains(.get(scene.layout.key(of: .checkpoint(size)))))
            for part in superseded(size) { #expect(read.contains(.get(scene.layout.key(of: part))) == (size == 320), "\(part)") }
        }
    }

    @Test func `sealings add nothing but checkpoints to what is read`() async throws {
        let scene = try await sealed()
        let parts = scene.bucket.keys.filter { key in
            switch scene.layout.part(of: key) {
            case .partial(let size, _)?, .partialEvents(let size)?: size == 320
            default: true
            }
        }
        let count = parts.reduce(0) { $0 + (scene.bucket.oldest($1)?.count ?? 0) }
        #expect(try await scene.findings(maximumBytes: count).issues.isEmpty)
        await #expect(throws: StorageError(.answerTooLarge, "")) { try await scene.findings(maximumBytes: count - 1) }
    }

    @Test func `what is put over a superseded file, or taken from the bucket, is found by the listing`() async throws {
        for size in Self.sizes.dropLast() {
            for part in superseded(size) {
                let scene = try await sealed()
                let key = scene.layout.key(of: part)
                scene.bucket.shadow(key, [1])
                #expect(try await scene.findings().issues.map(\.code) == [.shadowed], "\(part)")
                scene.bucket.hide(key)
                #expect(Set(try await scene.findings().issues.map(\.code)) == [.shadowed, .hidden], "\(part)")
                scene.bucket.lose(key)
                let issues = try await scene.findings().issues
                #expect(issues.map(\.code) == [.missing], "\(part)")
                #expect(issues.first?.key == key)
            }
        }
    }

    @Test func `superseded hashes of another length, and files that such a tree has not, are named`() async throws {
        let scene = try await sealed()
        let tile = TilePath(.hashes(level: 0), index: 0, width: 40)
        scene.bucket.lose(scene.layout.key(of: .partial(40, tile)))
        scene.bucket.shadow(scene.layout.key(of: .partial(40, tile)), [1])
        #expect(try await scene.findings().issues.map(\.code) == [.malformed])
        scene.bucket.shadow(scene.layout.key(of: .partial(40, tile.resized(to: 41))), [1])
        #expect(Set(try await scene.findings().issues.map(\.code)) == [.malformed, .stranger])
    }

    @Test func `every superseded checkpoint must have the root that the tree had`() async throws {
        let scene = try await sealed()
        let key = scene.layout.key(of: .checkpoint(40))
        let lock = try await scene.bucket.retention(of: key, version: nil)
        let other = try Checkpoint(origin: scene.layout.origin, size: 40, root: MerkleHash.empty)
        scene.bucket.lose(key)
        scene.bucket.shadow(key, try Sample.signer().sign(other.text), lock)
        #expect(try await scene.findings().issues.map(\.code) == [.contradicted])
    }
}
