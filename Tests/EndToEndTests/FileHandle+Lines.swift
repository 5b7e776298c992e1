import Foundation

extension FileHandle {
    /// What is read until the end of a line, in a thread of its own; more may come with it.
    func nextLine() async -> String {
        await withCheckedContinuation { continuation in
            Thread {
                var bytes = Data()
                while !bytes.contains(UInt8(ascii: "\n")) {
                    let more = self.availableData
                    if more.isEmpty { break }
                    bytes += more
                }
                continuation.resume(returning: String(decoding: bytes, as: UTF8.self))
            }.start()
        }
    }
}
