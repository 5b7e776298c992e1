#if Platform
    import Access
    import ArgumentParser
    import AuditTrail
    import Documents
    import Foundation
    import ObjectStorage
    import RegulatorAPI
    import Results
    import Store
    import TransparencyLog

    extension AuditCommand {
        /// `assay audit restore`: a realm's audit trail out of its WORM copy.
        struct Restore: AsyncParsableCommand {
            static let configuration = CommandConfiguration(
                commandName: "restore",
                abstract: "Rebuilds a realm's audit trail from its WORM copy, with the same root.",
                discussion: """
                    The bucket gives the log, every leaf and proof. What events tell is sealed under keys that are never in the bucket: \
                    --keys names a copy of the realm's platform.sqlite, of any age, whose table subject_key alone is read, and the \
                    --pki folder must have log-REALM.key and wrapping-REALM.json with the keys that wrapped them.

                    So a backup of keys is the --pki folder and such a copy: sqlite3 platform.sqlite '.backup keys.sqlite'. Without it the \
                    log is whole, and its events tell nothing any more; so it is with subjects that came after the copy. Keys that \
                    the log's key says in the bucket were destroyed stay destroyed; lists of others are named and passed over.

                    Entities (bonus rules, limits, flags, approvals and so on) get the version to which their history leads; those of \
                    which a change tells nothing any more get none. The rest of the realm's store (reports, requests, incidents) is not \
                    in the copy, and is new. Restored is what \
                    the log's key signed in the bucket, sealed or not; the platform then signs nothing while a witness knows a greater size.

                    Example:
                      assay audit restore --from s3://evidence/northwind --data data --realm production --pki pki --keys keys.sqlite

                    Exit codes: 0 restored, 2 usage, 3 a file is faulty, 4 the bucket cannot be asked, or the folder has a log, 10 the \
                    bucket does not hold a whole log.
                    """)

            @Option(help: "The copy: s3://BUCKET/PREFIX.")
            var from: String

            @OptionGroup var bucket: BucketOptions

            @Option(help: "The platform's folder of data; its folder of the realm must have no log.")
            var data = "data"

            @Option(help: "production or sandbox.")
            var realm = Realm.Name.production.rawValue

            @Option(help: "The folder with the realm's log key and wrapping keys.")
            var pki = "pki"

            @Option(help: "A copy of the realm's platform.sqlite, for the keys of subjects. Default: none, and no event tells anything.")
            var keys: String?

            @Option(help: "What the log's origin begins with.")
            var logOrigin = "assay.invalid/northwind"

            func run() async throws {
                guard let realm = Realm.Name(rawValue: realm) else {
                    throw ValidationError("--realm \(realm): write production or sandbox")
                }
                let (name, prefix) = try BucketOptions.parts(of: from)
                let directory = "\(data)/\(realm.rawValue)"
                let (verifier, subjectKeys) = try secrets(realm)
                let backup: SubjectKeyBackup
                do { backup = try keys.map { try SubjectKeyBackup(file: $0) } ?? .empty } catch {
                    throw EarlyExit(.invalidFile, "--keys: \(error)")
                }
                let outcome = try await bucket.with(name) { client in
                    try await BucketLog(client: client, prefix: prefix, verifier: verifier).audited(LogPolicy(log: verifier)) {
                        findings, files in
                        for issue in findings.issues { Console.note("\(issue)") }
                        let restore = WormRestore(
                            files: files, findings: findings, verifier: verifier, backup: backup, keys: subjectKeys,
                            kinds: EntityKinds.inTrail, now: Timestamp.wall)
                        let layout = try LogCopyLayout(prefix: prefix, origin: verifier.name)
                        return try await Self.restored(restore, into: directory, from: layout.destination(in: client.bucket))
                    }
                }
                Console.result("\(outcome.checkpoint.origin): \(outcome.checkpoint.size) entries, root \(outcome.checkpoint.root.base64)")
                if outcome.unsealed > 0 {
                    Console.result(
                        "\(outcome.unsealed) entries more were signed and not sealed yet: the platform publishes them when it starts")
                }
                Console.result(
                    "\(outcome.entities) entities stand where their histories lead; \(outcome.unfolded) changes lead to none any more"
                )
                Console.result("RESTORED  \(outcome.readable) events tell what they told, of \(outcome.unreadable) the key is gone")
            }

            private func secrets(_ realm: Realm.Name) throws -> (NoteVerifier, SubjectKeys) {
                let ring = KeyRing(directory: pki)
                do {
                    return (
                        try ring.logSigner(of: realm, origin: "\(logOrigin)/\(realm.rawValue)").verifier,
                        SubjectKeys(wrapping: try ring.wrappingKeys(of: realm))
                    )
                } catch { throw EarlyExit(.invalidFile, "--pki: \(error)") }
            }

            private static func restored(
                _ restore: WormRestore, into directory: String, from destination: String
            ) async throws -> WormRestore.Outcome {
                do {
                    let store = try PlatformStore(.init(directory: directory))
                    let outcome = try await restore.run(
                        into: store, log: DirectoryTileStore(directory: directory + "/log"), destination: destination)
                    try store.close()
                    return outcome
                } catch let error as AuditError {
                    throw EarlyExit(error.code == .notEmpty ? .preflightFailed : .signatureFailed, "\(error)")
                } catch let error as StoreError {
                    throw EarlyExit(.preflightFailed, "\(error)")
                }
            }
        }
    }
#endif
