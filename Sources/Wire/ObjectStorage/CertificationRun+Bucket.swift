import HTTPTypes
import Transport
import XMLDocuments

extension CertificationRun {
    /// Throws where the bucket cannot be asked anything; nothing is stored before this has passed.
    mutating func checkBucket() async throws(StorageError) {
        let versioning = try ObjectRequest.versioning(client.bucket)
        let greeting = ServiceRefusal(try await client.answer(to: versioning))
        // Whoever may not ask this may be allowed other things.
        if !(200..<300).contains(greeting.status), StorageError.Code(greeting, hasKey: false) != .accessDenied {
            throw .refused(versioning, greeting)
        }
        if let response = try await probe(.versioningEnabled, .success, versioning) {
            read(.versioningEnabled, response) { tree throws(StorageError) in
                let versioning = try Versioning(tree)
                return (versioning == .enabled, versioning?.rawValue ?? "never switched on")
            }
        }
        if let response = try await probe(.lockConfiguration, .success, try .objectLock(client.bucket)) {
            read(.lockConfiguration, response) { tree throws(StorageError) in (true, try ObjectLock(tree).description) }
        }
    }

    /// The last check in the bucket: a store that obeys has stopped to keep versions, and is told to keep them again at once.
    mutating func checkSuspension() async throws(StorageError) {
        guard results[.versioningEnabled]?.outcome == .enforced else { return }
        // Without the permission a refusal would show nothing; to say once more what holds already changes nothing.
        if try await probe(.suspendVersioning, .success, try .set(.enabled, client.bucket)) == nil {
            let seen = results[.suspendVersioning]?.seen ?? ""
            return record(.suspendVersioning, .notMade, "\(seen), to what holds already: may these credentials set it at all?")
        }
        do throws(StorageError) {
            try await probe(.suspendVersioning, .refusal([409, 400]), try .set(.suspended, client.bucket))
        } catch {
            // Whoever ends the run now must not leave a bucket behind that keeps no versions.
            _ = await switchedOn()
            throw error
        }
        // Also where no answer came: it may have been done.
        guard results[.suspendVersioning]?.outcome != .enforced else { return }
        if let error = await switchedOn() {
            record(.suspendVersioning, .notEnforced, "\(error.message); IT MAY BE SUSPENDED NOW: switch the bucket's versions on")
        }
    }

    /// Has the bucket keep versions again, whether or not the run was cancelled; what went wrong.
    private func switchedOn() async -> StorageError? {
        await Task { [client] () -> StorageError? in
            do throws(StorageError) {
                try await client.set(.enabled)
                return nil
            } catch { return error }
        }.value
    }

    /// Records what a document says, once it came.
    private mutating func read(
        _ check: BucketCheck, _ response: IncomingResponse, _ meaning: (XMLTree) throws(StorageError) -> (isGood: Bool, seen: String)
    ) {
        do throws(StorageError) {
            let tree = try StorageDocument.read(response.body, limit: ObjectRequest.maximumDocumentBytes)
            let (isGood, seen) = try meaning(tree)
            record(check, isGood ? .enforced : .notEnforced, seen)
        } catch { record(check, .notEnforced, error.message) }
    }
}
