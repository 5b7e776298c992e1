import Documents
import HTTPTypes
import MessageSignatures
import Transport

extension CertificationRun {
    /// What must not be stored, and a digest that is right.
    mutating func checkRefusals() async throws(StorageError) {
        let (bucket, bytes) = (client.bucket, Array("refused".utf8))
        let past = Retention(.governance, until: storeTime.advanced(by: .seconds(-86_400)))
        try await probe(
            .retainUntilPast, .refusal([400]), try .put(bucket, prefix + "past", bytes, PutTerms(retention: past)))
        try await probe(
            .modeWithoutDate, .refusal([400]),
            try .put(bucket, prefix + "no-date", bytes).setting(.amzLockMode, Retention.Mode.governance.rawValue))
        let locked = PutTerms(retention: removable)
        let foreign = Base64Alphabet.standard.encode([UInt8](repeating: 0, count: 16))
        try await probe(

            .wrongDigest, .refusal([400], reason: .damaged),
            try .put(bucket, prefix + "digest", bytes, locked).setting(.contentMD5, foreign))
        try await probe(.digestAccepted, .success, try .put(bucket, prefix + "sha256", bytes, locked))
    }

    /// Storing only where nothing is, and reading what was stored by a signed URL.
    mutating func checkCreation() async throws(StorageError) {
        let (key, bytes) = (prefix + "once", Array("once".utf8))
        let request = try ObjectRequest.put(client.bucket, key, bytes, PutTerms(isNewOnly: true, retention: removable))
        guard try await probe(.createOnlyNew, .success, request) != nil else { return }
        try await probe(.createOnlyExisting, .refusal([412]), request)
        try await checkPresigned(key, bytes)
    }

    private mutating func checkPresigned(_ key: String, _ bytes: [UInt8]) async throws(StorageError) {
        let disposition = "attachment; filename=\"report.csv\""
        let url = try client.lent(key, disposition: disposition, lifetime: .seconds(60))
        let response: IncomingResponse
        do throws(TransportError) {
            response = try await client.send(
                OutgoingRequest(url: url.text, timeout: client.configuration.timeout, maximumBodyBytes: 1 << 16))
        } catch {
            if error.code == .cancelled { throw .cancelled }
            return record(.presignedGet, .notMade, error.message)
        }
        let (outcome, seen) = ProbeExpectation.success.judgement(of: response)
        // Whoever signed it may read the object, so that a refusal here is of the URL.
        guard outcome == .enforced else { return record(.presignedGet, response.status >= 500 ? .notMade : .notEnforced, seen) }
        guard response.body == bytes else { return record(.presignedGet, .notEnforced, "other bytes") }
        let name = response.fields[.contentDisposition]
        record(.presignedGet, name == disposition ? .enforced : .notEnforced, name == disposition ? seen : "\(seen), under another name")
    }
}
