package import Documents
import Foundation
package import MessageSignatures
import Sealing
import ServerKit
import Synchronization

/// The keys with which a realm signs, by purpose, as their files say now: a file that was exchanged is in force with the next signature.
///
/// A file that is missing, damaged or open to others leaves the ring before it in force, and is reported once per state of the file.
package final class PlatformKeys: Sendable {
    /// What happened to a file after the start.
    package enum Event: Sendable, Hashable {
        /// Other keys are in force.
        case replaced(KeyPurpose, keyIDs: [String])
        /// The file is not usable; the ring before it stays in force.
        case refused(KeyPurpose, reason: String)
    }

    private let directory: String
    private let realm: Realm.Name
    private let now: @Sendable () -> Timestamp
    private let report: @Sendable (Event) -> Void
    private let files: Mutex<[KeyPurpose: WatchedFile<PurposeRing>]>

    /// The name of a ring's file.
    package static func fileName(_ purpose: KeyPurpose, of realm: Realm.Name) -> String {
        "signing-\(realm.rawValue)-\(purpose.rawValue).json"
    }

    /// Reads the rings of all purposes; throws `PlatformKeysError` when one is not usable, since there is no earlier one to keep.
    package init(
        directory: String, realm: Realm.Name, now: @escaping @Sendable () -> Timestamp,
        report: @escaping @Sendable (Event) -> Void = { _ in }
    ) throws(PlatformKeysError) {
        var files: [KeyPurpose: WatchedFile<PurposeRing>] = [:]
        for purpose in KeyPurpose.allCases {
            let path = "\(directory)/\(Self.fileName(purpose, of: realm))"
            files[purpose] = try Self.watched(path, purpose, now: now())
        }
        self.directory = directory
        self.realm = realm
        self.now = now
        self.report = report
        self.files = Mutex(files)
    }

    private static func watched(
        _ path: String, _ purpose: KeyPurpose, now: Timestamp
    ) throws(PlatformKeysError) -> WatchedFile<PurposeRing> {
        let first: PurposeRing
        do {
            guard let bytes = try SecretFile.bytes(at: path) else {
                throw PlatformKeysError("\(path) cannot be read: make the keys with `assay pki init`")
            }
            first = try PurposeRing(file: bytes, purpose: purpose)
        } catch let error as PlatformKeysError {
            throw error
        } catch let error as SealingError {
            throw PlatformKeysError(error.description)
        } catch {
            throw PlatformKeysError("\(path): \(error)")
        }
        var file = WatchedFile(
            path, before: first, absence: .refused, maximumBytes: PurposeRing.maximumBytes, load: { try SecretFile.bytes(at: $0) },
            read: { try PurposeRing(file: $0, purpose: purpose) })
        if case .refused(let reason) = file.refresh(at: now) { throw PlatformKeysError("\(path): \(reason)") }
        return file
    }

    /// The ring of a purpose as it is now; take it once per signature or decision.
    package func ring(_ purpose: KeyPurpose) -> PurposeRing {
        let now = now()
        let (ring, change) = files.withLock { files in Self.refreshed(&files, purpose, now) }
        tell(change, of: ring)
        return ring
    }

    private static func refreshed(
        _ files: inout [KeyPurpose: WatchedFile<PurposeRing>], _ purpose: KeyPurpose, _ now: Timestamp
    ) -> (PurposeRing, WatchedFile<PurposeRing>.Change?) {
        let change = files[purpose]?.refresh(at: now)
        guard let ring = files[purpose]?.value else { preconditionFailure("every purpose has a ring") }
        return (ring, change)
    }

    private func tell(_ change: WatchedFile<PurposeRing>.Change?, of ring: PurposeRing) {
        switch change {
        case .replaced: report(.replaced(ring.purpose, keyIDs: ring.keys.map(\.keyID)))
        case .refused(let reason): report(.refused(ring.purpose, reason: reason))
        case nil: break
        }
    }

    /// What signs for a purpose now, the newest first; at least one.
    package func signers(_ purpose: KeyPurpose) -> [SigningKey] { ring(purpose).signers(at: now()) }

    /// The newest key that signs for a purpose.
    package func signer(_ purpose: KeyPurpose) -> SigningKey { ring(purpose).signer(at: now()) }

    /// All keys that others are to see. A key of several purposes, as a realm has while it leaves the one key that it once had, stands there
    /// once, without a role, as long as any of them lets it.
    package var published: [VerificationKey] {
        let now = now()
        return Self.merged(KeyPurpose.allCases.flatMap { ring($0).published(at: now) })
    }

    static func merged(_ keys: [VerificationKey]) -> [VerificationKey] {
        var found: [VerificationKey] = []
        for key in keys {
            guard let index = found.firstIndex(where: { $0.keyID == key.keyID }) else {
                found.append(key)
                continue
            }
            let other = found[index]
            let starts = [other.notBefore, key.notBefore].compactMap(\.self)
            let ends = [other.notAfter, key.notAfter].compactMap(\.self)
            found[index] = key.annotated(
                notBefore: starts.count == 2 ? starts.min() : nil, notAfter: ends.count == 2 ? ends.max() : nil,
                role: other.role == key.role ? key.role : nil)
        }
        return found
    }

    /// The keys that were taken out because they are not to be trusted, as the key set names them.
    package var revoked: Node {
        .array(
            KeyPurpose.allCases.flatMap { ring($0).revoked }.map { key in
                .object([("kid", .string(key.keyID)), ("revoked_at", .string(key.at.description))])
            })
    }

    /// Makes a new key for a purpose, which is published at once and signs after `KeyPurpose.lead`. With a cause that a key of the ring names
    /// already nothing is done: what was interrupted can be asked for again.
    /// - Returns: the ring that is in force then.
    /// - Throws: `PurposeRing.Refusal` `pending` or `tooMany`; `PlatformKeysError` when the file cannot be written: then nothing changed.
    @discardableResult
    package func rotate(_ purpose: KeyPurpose, cause: String?) throws -> PurposeRing {
        try change(purpose) { ring, now in
            if let cause, ring.keys.contains(where: { $0.cause == cause }) { return ring }
            return try ring.rotated(to: SigningKey.generate(.ed25519), at: now, cause: cause)
        }
    }

    /// Takes a key out at once. Asked again for the same cause, it does nothing.
    /// - Returns: the ring that is in force then.
    /// - Throws: `PurposeRing.Refusal` `unknownKey`; `PlatformKeysError` when the file cannot be written: then nothing changed.
    @discardableResult
    package func revoke(_ keyID: String, of purpose: KeyPurpose, cause: String?) throws -> PurposeRing {
        try change(purpose) { ring, now in
            if let cause, ring.keys.contains(where: { $0.keyID == keyID && $0.revocationCause == cause }) { return ring }
            return try ring.revoking(keyID, successor: SigningKey.generate(.ed25519), at: now, cause: cause)
        }
    }

    private func change(_ purpose: KeyPurpose, _ step: (PurposeRing, Timestamp) throws -> PurposeRing) throws -> PurposeRing {
        let now = now()
        let path = "\(directory)/\(Self.fileName(purpose, of: realm))"
        let (ring, change) = try files.withLock { files in
            let (before, _) = Self.refreshed(&files, purpose, now)
            do {
                try SecretFile.write(step(before, now).file, to: path)
            } catch let error as SealingError {
                throw PlatformKeysError(error.description)
            }
            return Self.refreshed(&files, purpose, now)
        }
        tell(change, of: ring)
        return ring
    }
}

/// Why the keys of a realm cannot be used or changed.
package struct PlatformKeysError: Error, Sendable, CustomStringConvertible {
    /// What happened, and what to do; never a key.
    package let description: String

    init(_ description: String) { self.description = description }
}
