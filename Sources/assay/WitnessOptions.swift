import ArgumentParser
import Crypto
import Foundation
import MessageSignatures
import Results
import Scenarios
import Simulator
import TransparencyLog

/// Whether `assay simulate` is a witness besides, and of which logs.
struct WitnessOptions: ParsableArguments {
    @Option(
        help: """
            Also cosigns checkpoints as a witness (C2SP tlog-witness); its key and what it cosigned last are kept in this folder, which is \
            made when missing.
            """)
    var witness: String?

    @Option(
        help: "With --witness: the key of a log to cosign, or a file that has it; may be repeated. Without it `log_key` of the profile.")
    var witnessLog: [String] = []

    @Option(help: "With --witness: what its key is called.")
    var witnessName = "witness.assay.invalid"

    /// Where the private key lies within the folder.
    private static let keyFile = "witness.key"

    func validate() throws {
        if witness == nil, !witnessLog.isEmpty { throw ValidationError("--witness-log goes with --witness FOLDER") }
    }

    /// Nil when none was asked for. Throws `EarlyExit` with 2 for what is no key, 3 for a folder or key that cannot be used.
    func made(for profile: Profile, secrets: SecretStore) throws -> Witness? {
        guard let witness else { return nil }
        let logs = try logs(of: profile, secrets)
        do throws(LogError) {
            let signer = try NoteSigner(name: witnessName, key: try Self.key(in: witness))
            return try Witness(signer: signer, logs: logs, folder: witness)
        } catch {
            throw EarlyExit(.invalidFile, "--witness: \(error.message)")
        }
    }

    private func logs(of profile: Profile, _ secrets: SecretStore) throws -> [NoteVerifier] {
        if !witnessLog.isEmpty { return try witnessLog.map { try Self.verifier($0, as: "--witness-log") } }
        switch profile.platform.logKey {
        case .text(let text)?: return [try Self.verifier(text, as: "log_key")]
        case .reference(let reference)?:
            let text: String
            do { text = try secrets.text(reference) } catch { throw EarlyExit(.invalidFile, "log_key: \(error.message)") }
            return [try Self.verifier(text, as: "log_key")]
        case .url?, nil:
            // A key that is fetched from the log itself would be whatever the log says today.
            throw EarlyExit(
                .usage, "--witness: say by --witness-log whose checkpoints are cosigned; the profile does not hold the log's key")
        }
    }

    private static func verifier(_ key: String, as name: String) throws -> NoteVerifier {
        let text = FileManager.default.contents(atPath: key).map { String(decoding: $0, as: UTF8.self) } ?? key
        do {
            return try NoteVerifier(parsing: text.trimmingCharacters(in: .whitespacesAndNewlines))
        } catch {
            throw EarlyExit(.usage, "\(name): \(error)")
        }
    }

    /// The seed in the folder, made at the first use; its file is for the owner alone.
    private static func key(in folder: String) throws(LogError) -> [UInt8] {
        let path = "\(folder)/\(keyFile)"
        if let data = FileManager.default.contents(atPath: path) {
            let text = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
            guard let seed = Base64URL.decode(text), seed.count == 32 else {
                throw LogError(.malformed, "\(path) does not hold the base64url text of 32 bytes")
            }
            return seed
        }
        let seed = [UInt8](Curve25519.Signing.PrivateKey().rawRepresentation)
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw LogError(.storage, "\(folder) cannot be made: \(error.localizedDescription)")
        }
        // Never over a key that another process made meanwhile: what it cosigned is its own.
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw LogError(.storage, "\(path) cannot be made: \(String(cString: strerror(errno)))") }
        do {
            let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
            try file.write(contentsOf: Data((Base64URL.encode(seed) + "\n").utf8))
            try file.synchronize()
        } catch {
            throw LogError(.storage, "\(path) cannot be written: \(error.localizedDescription)")
        }
        return seed
    }
}
