import Foundation

extension Process {
    /// Starts it and waits for the first line it writes to `output`, in a thread of its own; more than that line may come with it.
    func start(readingLineOf output: Pipe) async throws -> String {
        standardOutput = output
        try run()
        return await output.nextLine()
    }

    /// Waits until it is gone, in a thread of its own.
    func end() async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            Thread {
                self.waitUntilExit()
                continuation.resume()
            }.start()
        }
    }
}

extension Pipe {
    /// What is read until the end of a line; more may come with it.
    func nextLine() async -> String {
        await withCheckedContinuation { continuation in
            Thread {
                var bytes = Data()
                while !bytes.contains(UInt8(ascii: "\n")) {
                    let more = self.fileHandleForReading.availableData
                    if more.isEmpty { break }
                    bytes += more
                }
                continuation.resume(returning: String(decoding: bytes, as: UTF8.self))
            }.start()
        }
    }
}
