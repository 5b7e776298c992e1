import Documents
import MessageSignatures
import Testing

@testable import Access

/// What a ring means at a time: which key signs, which verifies, which is published.
struct PurposeRingTests {
    private static let start = Timestamp(seconds: 1_800_000_000)

    private func at(_ seconds: Int64) -> Timestamp { Timestamp(seconds: 1_800_000_000 + seconds) }

    private func key(_ name: String) throws -> SigningKey { try .generate(.ed25519, keyID: name) }

    private func ring(_ purpose: KeyPurpose) throws -> PurposeRing {
        try PurposeRing(purpose, [PurposeKey(try key("a"), createdAt: Self.start)])
    }

    private func signers(_ ring: PurposeRing, _ seconds: Int64) -> [String] { ring.signers(at: at(seconds)).map(\.keyID) }
    private func published(_ ring: PurposeRing, _ seconds: Int64) -> [String] { ring.published(at: at(seconds)).map(\.keyID) }
    private func accepted(_ ring: PurposeRing, _ seconds: Int64) -> [String] { ring.accepted(at: at(seconds)).map(\.keyID) }

    @Test func `42: a new key is published five minutes before it signs, and the old one verifies until its tokens end`() throws {
        let ring = try ring(.token).rotated(to: key("b"), at: at(0), cause: "x")
        #expect(published(ring, 0) == ["a", "b"] && signers(ring, 0) == ["a"])
        #expect(signers(ring, 299) == ["a"] && accepted(ring, 299) == ["a"], "a key that does not sign yet verifies nothing")
        #expect(signers(ring, 300) == ["b"] && accepted(ring, 300) == ["a", "b"])
        #expect(accepted(ring, 900) == ["a", "b"] && accepted(ring, 901) == ["b"], "a token lives 600 seconds at most")
        #expect(published(ring, 901) == ["a", "b"], "what was signed can be looked up for a month")
        #expect(published(ring, 300 + 30 * 86_400) == ["b"])
    }

    @Test func `what signs before its time, because the clock was set back, is good`() throws {
        let ring = try ring(.token).rotated(to: key("b"), at: at(0), cause: "x").rotated(to: key("c"), at: at(2000), cause: "y")
        for seconds in [-3600, -1, 0, 299, 1000, 2100, 5000] as [Int64] {
            #expect(Set(accepted(ring, seconds)).isSuperset(of: signers(ring, seconds)), "at \(seconds)")
        }
    }

    @Test func `deliveries are signed with both keys for a week`() throws {
        let ring = try ring(.delivery).rotated(to: key("b"), at: at(0), cause: nil)
        #expect(signers(ring, 299) == ["a"])
        #expect(signers(ring, 300) == ["b", "a"], "the newest first")
        #expect(signers(ring, 299 + 7 * 86_400) == ["b", "a"] && signers(ring, 300 + 7 * 86_400) == ["b"])
        #expect(published(ring, 300 + 7 * 86_400) == ["a", "b"])
    }

    @Test func `a published key says from when it is good, and until when once that is known`() throws {
        let ring = try ring(.answer)
        let first = try #require(ring.published(at: at(0)).first)
        #expect(first.notBefore == nil && first.notAfter == nil && first.role == "answer")
        let rotated = try ring.rotated(to: key("b"), at: at(0), cause: nil).published(at: at(0))
        #expect(rotated[0].notAfter == at(600), "five minutes until the new key signs, five of a signature's life")
        #expect(rotated[1].notBefore == at(-60) && rotated[1].notAfter == nil)
        let document = try self.ring(.document).rotated(to: key("b"), at: at(0), cause: nil)
        #expect(published(document, 7 * 366 * 86_400) == ["a", "b"], "reports are kept for seven years")
    }

    @Test func `a ring that is full gives away the oldest keys that neither sign nor verify`() throws {
        var ring = try ring(.token)
        for number in 0..<80 { ring = try ring.rotated(to: key("k\(number)"), at: at(Int64(number) * 1000), cause: "c\(number)") }
        #expect(ring.keys.count == PurposeRing.maximumKeys)
        #expect(ring.keys.map(\.keyID) == (16..<80).map { "k\($0)" })
        #expect(signers(ring, 80_000) == ["k79"])
    }

    @Test func `where all that a full ring has is good no key is added, and every key can be revoked`() throws {
        var ring = try ring(.document)
        for number in 1..<PurposeRing.maximumKeys {
            ring = try ring.rotated(to: key("k\(number)"), at: at(Int64(number) * 1000), cause: nil)
        }
        let now = at(100_000)
        do {
            try ring.checkRotation(at: now)
            Issue.record("one key more was taken")
        } catch {
            #expect(error.code == .tooMany)
        }
        #expect(throws: PurposeRing.Refusal.self) { try ring.rotated(to: key("late"), at: now, cause: nil) }
        // Each takes the newest key out, so that another has to come.
        for number in 0..<5 {
            let current = ring.signer(at: now).keyID
            ring = try ring.revoking(current, successor: key("s\(number)"), at: now, cause: "r\(number)")
            #expect(ring.keys.contains { $0.keyID == current && $0.revocationCause == "r\(number)" })
            #expect(!signers(ring, 100_000).contains(current))
            #expect(try PurposeRing(file: ring.file, purpose: .document).keys.count == ring.keys.count)
        }
        #expect(ring.keys.count <= PurposeRing.maximumKeys + 2)
        // What is good is kept, whatever was revoked.
        #expect(Set(ring.keys.map(\.keyID)).isSuperset(of: (1..<60).map { "k\($0)" }))
        // Revoked keys make room.
        ring = try ring.revoking("k1", successor: key("x"), at: now, cause: nil).revoking("k2", successor: key("y"), at: now, cause: nil)
        ring = try ring.revoking("k3", successor: key("z"), at: now, cause: nil)
        #expect(try ring.rotated(to: key("again"), at: at(200_000), cause: nil).keys.count <= PurposeRing.maximumKeys)
    }

    @Test func `no second rotation begins while a key waits, nor beyond four that sign`() throws {
        var ring = try ring(.delivery).rotated(to: key("b"), at: at(0), cause: nil)
        #expect(throws: PurposeRing.Refusal.self) { try ring.rotated(to: key("c"), at: at(299), cause: nil) }
        ring = try ring.rotated(to: key("c"), at: at(300), cause: nil)
        ring = try ring.rotated(to: key("d"), at: at(600), cause: nil)
        #expect(signers(ring, 900) == ["d", "c", "b", "a"])
        do {
            try ring.checkRotation(at: at(900))
            Issue.record("a fifth key may sign")
        } catch {
            #expect(error.code == .tooMany)
        }
        try ring.checkRotation(at: at(300 + 7 * 86_400))
    }

    @Test func `a key that is revoked is out at once, and the one that waits takes its place`() throws {
        let ring = try ring(.token).rotated(to: key("b"), at: at(0), cause: nil)
        let revoked = try ring.revoking("a", successor: key("c"), at: at(10), cause: "leak")
        #expect(signers(revoked, 10) == ["b"] && published(revoked, 10) == ["b"] && accepted(revoked, 10) == ["b"])
        #expect(revoked.revoked.map(\.keyID) == ["a"] && revoked.keys[0].signingKey == nil)
        let alone = try self.ring(.token).revoking("a", successor: key("c"), at: at(10), cause: "leak")
        #expect(signers(alone, 10) == ["c"] && published(alone, 10) == ["c"])
    }

    @Test func `when a key that waits is revoked another waits in its place`() throws {
        let ring = try ring(.answer).rotated(to: key("b"), at: at(0), cause: nil)
        let revoked = try ring.revoking("b", successor: key("c"), at: at(200), cause: nil)
        #expect(signers(revoked, 200) == ["a"] && published(revoked, 200) == ["a", "c"])
        #expect(signers(revoked, 499) == ["a"] && signers(revoked, 500) == ["c"])
        #expect(throws: PurposeRing.Refusal.self) { try revoked.revoking("b", successor: key("d"), at: at(201), cause: nil) }
        #expect(throws: PurposeRing.Refusal.self) { try revoked.revoking("nobody", successor: key("d"), at: at(201), cause: nil) }
    }

    @Test func `when the newer of two that sign is revoked the older signs on until another was published`() throws {
        let ring = try ring(.delivery).rotated(to: key("b"), at: at(0), cause: nil)
        let late = Int64(7 * 86_400) + 200
        let revoked = try ring.revoking("b", successor: key("c"), at: at(late), cause: nil)
        #expect(signers(revoked, late) == ["a"] && signers(revoked, late + 299) == ["a"] && signers(revoked, late + 300) == ["c", "a"])
    }

    @Test func `a private half is put away with the next change after it signed last`() throws {
        let first = try ring(.token).rotated(to: key("b"), at: at(0), cause: nil)
        #expect(first.keys[0].signingKey != nil)
        let second = try first.rotated(to: key("c"), at: at(1000), cause: nil)
        #expect(second.keys[0].signingKey == nil && second.keys[1].signingKey != nil)
        #expect(second.keys[0].publicKey == first.keys[0].publicKey)
        let third = try second.rotated(to: key("d"), at: at(300 + 30 * 86_400), cause: nil)
        #expect(third.keys.map(\.keyID) == ["b", "c", "d"], "what is published no more is not kept")
    }

    @Test func `a clock that was set back leaves somebody who signs`() throws {
        let ring = try PurposeRing(.answer, [PurposeKey(try key("a"), createdAt: at(0), signsFrom: at(0))])
        #expect(signers(ring, -5000) == ["a"])
    }

    @Test func `a ring is the same after it was written and read`() throws {
        let ring = try ring(.delivery).rotated(to: key("b"), at: at(0), cause: "approval")
            .revoking("a", successor: key("c"), at: at(400), cause: "leak").rotated(to: key("d"), at: at(500), cause: nil)
        let again = try PurposeRing(file: ring.file, purpose: .delivery)
        #expect(again.file == ring.file)
        #expect(again.keys.map(\.keyID) == ["a", "b", "d"] && again.keys.map(\.cause) == [nil, "approval", nil])
        #expect(signers(again, 900) == signers(ring, 900) && again.revoked.first?.at == at(400))
    }

    @Test func `a file that is no ring says why, and never a part of a key`() throws {
        let good = try JSONReader.read(ring(.token).file)
        let jwk = try #require(good["keys"]?[0]?["jwk"])
        let entry = Node.object([("jwk", jwk), ("created_at", "2026-11-27T10:00:00Z")])
        let other = try SigningKey.generate(.ed25519, keyID: "other")
        let publicEntry = Node.object([("jwk", other.verificationKey.jwk()), ("created_at", "2026-11-27T10:00:00Z")])
        let bad: [Node] = [
            [], [:], good.setting("schema_version", 2), good.setting("purpose", "answer"), good.setting("keys", []),
            good.setting("keys", [entry, entry]), good.setting("keys", [publicEntry]), good.setting("keys", [["jwk": [:]]]),
            good.setting("keys", [entry.setting("created_at", "yesterday")]), good.setting("keys", [entry.setting("signs_form", "x")]),
            good.setting("keys", [entry.setting("revoked_at", "2026-11-27T10:00:00Z")]),
            good.setting("keys", [entry, entry.setting("jwk", other.jwk())]),
        ]
        let secret = try #require(jwk["d"]?.string)
        for document in bad {
            do {
                _ = try PurposeRing(file: document.compactBytes(), purpose: .token)
                Issue.record("\(document["keys"]?.array?.count ?? -1) keys were read")
            } catch {
                #expect(error.code == .malformed && !error.description.contains(secret))
            }
        }
        #expect(throws: PurposeRing.Refusal.self) { try PurposeRing(file: Array("{".utf8), purpose: .token) }
    }

    @Test func `deliveries are signed with what receivers of webhooks know`() throws {
        let key = try SigningKey.generate(.ecdsaP256SHA256)
        _ = try PurposeRing(.token, [PurposeKey(key, createdAt: Self.start)])
        #expect(throws: PurposeRing.Refusal.self) { try PurposeRing(.delivery, [PurposeKey(key, createdAt: Self.start)]) }
    }
}
