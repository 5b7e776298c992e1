package import Foundation

extension Pipe {
    /// What comes out of the pipe until it ends, which it does when nobody has it open for writing any more.
    /// - Parameters:
    ///   - most: bytes after which no more is read.
    ///   - time: until then it must have ended, or given so much.
    /// - Returns: nil when it has not, or cannot be read.
    package func contents(upTo most: Int, within time: Duration) -> [UInt8]? {
        let clock = ContinuousClock()
        let end = clock.now + time
        let descriptor = fileHandleForReading.fileDescriptor
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count < most {
            let left = clock.now.duration(to: end)
            guard left > .zero else { return nil }
            var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard unsafe poll(&waiting, 1, Int32(clamping: Int(left / .milliseconds(1)) + 1)) > 0 else { continue }
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, min($0.count, most - bytes.count)) }
            if count < 0, errno == EINTR { continue }
            // What cannot be read to its end is not told as if it had been.
            guard count >= 0 else { return nil }
            if count == 0 { return bytes }
            bytes += buffer.prefix(count)
        }
        return bytes
    }
}
