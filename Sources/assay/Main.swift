import ArgumentParser
import Foundation
import Results

/// The command's entry: runs what was asked, lets a signal end it in good order, and maps every end to its exit code.
@main
enum Main {
    static func main() async {
        let work = Task {
            var command = try Assay.parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        }
        let signals = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler {
                Interruption.note(number)
                work.cancel()
            }
            source.resume()
            return source
        }
        do {
            try await work.value
            withExtendedLifetime(signals) {}
            exit(Interruption.status(or: .satisfied).rawValue)
        } catch is CancellationError {
            exit(Interruption.status(or: .harnessFault).rawValue)
        } catch {
            leave(with: error)
        }
    }

    /// Prints what there is to say and ends the process; the parser's own 64 becomes 2.
    private static func leave(with error: any Error) -> Never {
        if let end = error as? EarlyExit {
            if !end.message.isEmpty { Console.note(end.message) }
            exit(end.status.rawValue)
        }
        let code = Assay.exitCode(for: error)
        let message = Assay.fullMessage(for: error)
        if code == .success {
            print(message)
            exit(ExitStatus.satisfied.rawValue)
        }
        Console.note(message)
        exit(code == .validationFailure ? ExitStatus.usage.rawValue : ExitStatus.harnessFault.rawValue)
    }
}
