import XMLDocuments

/// What became of one version of a deletion of many (`DeleteObjects`): the answer to the whole is a success even where all were refused.
package struct BulkDeletion: Sendable, Hashable {
    package let key: String
    /// Nil where the store does not repeat it.
    package let version: String?
    /// Nil when it was deleted.
    package let refusal: ServiceRefusal?

    /// Reads a `DeleteResult`, one for each version in it.
    ///
    /// Throws `unreadableAnswer`, also when it has no word on one of the `keys` that were to be deleted.
    static func list(_ body: [UInt8], keys: [String]) throws(StorageError) -> [BulkDeletion] {
        let root = try StorageDocument.read(body, limit: ObjectRequest.maximumDocumentBytes, named: "DeleteResult")
        var deletions: [BulkDeletion] = []
        for element in root.children where element.name == "Deleted" || element.name == "Error" {
            guard let key = element.text(of: "Key") else { throw .unreadable("a deletion has no Key") }
            var refusal: ServiceRefusal?
            if element.name == "Error" {
                refusal = ServiceRefusal(code: element.text(of: "Code") ?? "", message: element.text(of: "Message") ?? "")
            }
            deletions.append(BulkDeletion(key: key, version: element.text(of: "VersionId"), refusal: refusal))
        }
        let answered = Set(deletions.map(\.key))
        guard keys.allSatisfy(answered.contains) else { throw .unreadable("it has no word on some of the versions to be deleted") }
        return deletions
    }
}

extension ServiceRefusal {
    /// By what stores say within the answer to a deletion of many that a lock stands against one of them. Anything else, a store that is
    /// busy or out of order, shows nothing of locks.
    private static let lockCodes: Set<String> = ["AccessDenied", "InvalidRequest", "ObjectLocked", "InvalidObjectState"]

    /// Whether one error in the answer to a deletion of many is that of a lock.
    var isOfLock: Bool { Self.lockCodes.contains(code) }
}
