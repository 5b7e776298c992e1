import Foundation
import Programs

/// Reads secrets where references point to.
///
/// A value is read each time it is asked for, so a key that was replaced on disk is used from then on.
package struct SecretStore: Sendable {
    /// Larger secrets are refused; a PEM chain of ten certificates is under 20 KiB.
    private static let maximumBytes = 1 << 20

    /// The variables that `env:` references may name, and `PATH` of programs.
    package let environment: [String: String]

    /// How long a program of an `exec:` reference may take until its output is closed.
    private let commandTimeout: Duration

    /// - Parameters:
    ///   - environment: the variables that `env:` references may name.
    ///   - commandTimeout: of a program of an `exec:` reference, until nobody has its output open any more.
    package init(environment: [String: String], commandTimeout: Duration = .seconds(10)) {
        self.environment = environment
        self.commandTimeout = commandTimeout
    }

    /// The bytes behind the reference.
    /// - Throws: `RunError` `secretUnreadable`; its message names the reference, never the secret.
    package func read(_ reference: SecretReference) throws(RunError) -> [UInt8] {
        switch reference.place {
        case .file(let path): try readFile(path, reference)
        case .environment(let name): try readVariable(name, reference)
        case .command(let words): try readOutput(of: words, reference)
        }
    }

    /// The text behind the reference, without white space around it.
    package func text(_ reference: SecretReference) throws(RunError) -> String {
        guard let text = String(validating: try read(reference), as: UTF8.self) else {
            throw .secretUnreadable(reference, "it is not UTF-8 text")
        }
        return text.trimmingWhitespace
    }

    private func readFile(_ path: String, _ reference: SecretReference) throws(RunError) -> [UInt8] {
        guard let handle = FileHandle(forReadingAtPath: path) else { throw .secretUnreadable(reference, "there is no readable file") }
        defer { try? handle.close() }
        do {
            let data = try handle.read(upToCount: Self.maximumBytes + 1) ?? Data()
            return try checked([UInt8](data), reference)
        } catch let error as RunError {
            throw error
        } catch {
            throw .secretUnreadable(reference, "it is not a readable file")
        }
    }

    private func readVariable(_ name: String, _ reference: SecretReference) throws(RunError) -> [UInt8] {
        guard let value = environment[name] else { throw .secretUnreadable(reference, "the variable is not set") }
        return try checked([UInt8](value.utf8), reference)
    }

    private func readOutput(of words: [String], _ reference: SecretReference) throws(RunError) -> [UInt8] {
        let output = Pipe()
        var program = Program(looking: words)
        program.environment = environment
        program.output = .pipe(output)
        let running: RunningProgram
        do { running = try program.start() } catch { throw .secretUnreadable(reference, "the program does not start") }
        let deadline = ContinuousClock.now + commandTimeout
        guard let data = output.contents(upTo: Self.maximumBytes + 1, within: commandTimeout) else {
            running.killGroup()
            throw .secretUnreadable(reference, "the program, or one that it started, still has its output open after \(commandTimeout)")
        }
        if data.count > Self.maximumBytes { running.killGroup() }
        guard let end = running.awaitEnd(within: ContinuousClock.now.duration(to: deadline)) else {
            running.killGroup()
            throw .secretUnreadable(reference, "the program closed its output and did not end within \(commandTimeout)")
        }
        guard end == .exited(0) || data.count > Self.maximumBytes else {
            throw .secretUnreadable(reference, "the program ended with status \(end.status)")
        }
        return try checked(data, reference)
    }

    private func checked(_ bytes: [UInt8], _ reference: SecretReference) throws(RunError) -> [UInt8] {
        guard !bytes.isEmpty else { throw .secretUnreadable(reference, "it is empty") }
        guard bytes.count <= Self.maximumBytes else { throw .secretUnreadable(reference, "it is larger than \(Self.maximumBytes) bytes") }
        return bytes
    }
}
