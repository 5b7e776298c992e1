import Documents
import Reporting
import Sealing
import Store

/// The files of incidents, which are kept before the row that names them.
extension RealmServices {
    /// Where the files that are attached to incidents lie.
    static func attachmentVault(_ directory: String, keys: FileKeyStore) -> ReportVault {
        ReportVault(directory: directory + "/attachments", sealing: SealedFile(keys: keys))
    }

    /// Removes what a process kept and ended before it was named: the key, then the file. Only while nobody attaches anything, as at a start.
    /// - Returns: how many files there were.
    func removeStrayAttachments() async throws -> Int {
        // Of several processes on one store another may be about to name what is there.
        guard store.isExclusive else { return 0 }
        let vault = Self.attachmentVault(configuration.directory, keys: attachmentKeys)
        let named = try await store.read { try $0.attachmentHashes() }
        let strays = try vault.kept().filter { !named.contains($0) }
        for sha256 in strays {
            _ = try attachmentKeys.destroyKeys(of: sha256, at: now())
            try vault.remove(sha256)
        }
        return strays.count
    }
}
