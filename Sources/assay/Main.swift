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
            stop(Interruption.status(or: .satisfied).rawValue)
        } catch is CancellationError {
            stop(Interruption.status(or: .harnessFault).rawValue)
        } catch {
            leave(with: error)
        }
    }

    /// Ends the process at once, with what was printed written out. The libraries' own clean-up at `exit` would run beside threads that
    /// still close connections, and both would free the same state.
    private static func stop(_ status: Int32) -> Never {
        fflush(nil)
        _exit(status)
    }

    /// Prints what there is to say and ends the process; the parser's own 64 becomes 2.
    private static func leave(with error: any Error) -> Never {
        if let end = error as? EarlyExit {
            if !end.message.isEmpty { Console.note(end.message) }
            stop(end.status.rawValue)
        }
        let code = Assay.exitCode(for: error)
        let message = Assay.fullMessage(for: error)
        if code == .success {
            print(message)
            stop(ExitStatus.satisfied.rawValue)
        }
        Console.note(message)
        stop(code == .validationFailure ? ExitStatus.usage.rawValue : ExitStatus.harnessFault.rawValue)
    }
}
