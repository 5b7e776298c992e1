public import Foundation

/// The folder in which `CI/checks/outside-signatures` and the tests hand each other what they signed.
public enum OutsideExchange {
    /// Nil unless that check runs the tests.
    public static let folder = ProcessInfo.processInfo.environment["ASSAY_EXCHANGE"].map { URL(filePath: $0, directoryHint: .isDirectory) }

    /// Why a test that needs the folder does not run otherwise.
    public static let reason = "only CI/checks/outside-signatures asks for it"

    /// What others signed of a kind, by name.
    public static func theirs(_ kind: String) throws -> [(name: String, bytes: [UInt8])] {
        guard let folder = folder?.appending(path: "theirs/\(kind)") else { return [] }
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        return try files.sorted { $0.path < $1.path }.map { ($0.lastPathComponent, [UInt8](try Data(contentsOf: $0))) }
    }

    /// Puts down what was signed here.
    public static func write(_ bytes: [UInt8], as name: String, of kind: String) throws {
        guard let folder else { return }
        try Data(bytes).write(to: folder.appending(path: "ours/\(kind)/\(name)"))
    }

    /// The private key of that name in PEM.
    public static func key(_ name: String) throws -> String {
        guard let folder else { return "" }
        return try String(contentsOf: folder.appending(path: "keys/\(name).pem"), encoding: .utf8)
    }
}
