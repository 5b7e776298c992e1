import Foundation
import Results
import Synchronization

/// Ends the command with an exit code of the contract and, on stderr, what a person needs to know.
struct EarlyExit: Error {
    let status: ExitStatus
    let message: String

    init(_ status: ExitStatus, _ message: String = "") {
        self.status = status
        self.message = message
    }
}

/// Which signal asked the command to stop.
enum Interruption {
    private static let number = Mutex<Int32>(0)

    /// Called by the signal sources.
    static func note(_ signal: Int32) { number.withLock { $0 = signal } }

    /// 130 or 143 after a signal, else `status`.
    static func status(or status: ExitStatus) -> ExitStatus {
        switch number.withLock({ $0 }) {
        case SIGINT: .interrupted
        case SIGTERM: .terminated
        default: status
        }
    }
}
