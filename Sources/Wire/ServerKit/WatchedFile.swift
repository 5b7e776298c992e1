package import Documents
import Foundation

/// What a file says, looked at on every use and read again when the file changed: a change is in force with the next look, and one that the
/// file's times do not show within a second.
///
/// A file that is missing, too large or not as it should be leaves the last good value in force, and is told of once per state of the file.
package struct WatchedFile<Value: Sendable>: Sendable {
    /// What a look found.
    package enum Change: Sendable, Hashable {
        /// There is a new value.
        case replaced
        /// The file is not usable; the value before it stays.
        case refused(reason: String)
    }

    /// What it means that the file was never there.
    package enum Absence: Sendable {
        /// Nothing: the value before the first reading holds.
        case expected
        /// That it cannot be read.
        case refused
    }

    package let path: String
    /// The value in force.
    package private(set) var value: Value
    private let absence: Absence
    private let maximumBytes: Int
    private let load: @Sendable (String) throws -> [UInt8]?
    private let read: @Sendable ([UInt8]) throws -> Value
    /// What `value` was read from; nil before the first reading.
    private var good: [UInt8]?
    /// What was refused last, and why: not read a second time.
    private var bad: (bytes: [UInt8], reason: String)?
    private var fingerprint: FileFingerprint?
    private var lookedAt: Timestamp?
    private var told: String?

    /// Reads nothing yet: `value` holds until the first `refresh`. What `load` and `read` throw is the reason of a refusal, in its own words.
    /// - Parameter load: gives the file's bytes, nil when it cannot be read; for a secret it looks at who else could read it.
    package init(
        _ path: String, before value: Value, absence: Absence, maximumBytes: Int,
        load: @escaping @Sendable (String) throws -> [UInt8]? = { FileManager.default.contents(atPath: $0).map([UInt8].init) },
        read: @escaping @Sendable ([UInt8]) throws -> Value
    ) {
        self.path = path
        self.value = value
        self.absence = absence
        self.maximumBytes = maximumBytes
        self.load = load
        self.read = read
    }

    /// Looks at the file and reads it when it may have changed; nil when the value and what is wrong with the file are as before.
    package mutating func refresh(at now: Timestamp) -> Change? {
        let seen = FileFingerprint(of: path)
        if let lookedAt, seen == fingerprint, now >= lookedAt, now - lookedAt < FileFingerprint.isBelievedFor { return nil }
        fingerprint = seen
        lookedAt = now
        guard let seen else {
            return good == nil && absence == .expected ? nil : refusal("the file cannot be read")
        }
        // A pipe would be waited for.
        guard seen.isRegularFile else { return refusal("the file cannot be read") }
        guard seen.size <= maximumBytes else { return refusal("the file has more than \(maximumBytes) bytes") }
        do {
            guard let bytes = try load(path) else { return refusal("the file cannot be read") }
            return change(to: bytes)
        } catch {
            return refusal("\(error)")
        }
    }

    private mutating func change(to bytes: [UInt8]) -> Change? {
        if bytes == good {
            told = nil
            return nil
        }
        if let bad, bytes == bad.bytes { return refusal(bad.reason) }
        do {
            value = try read(bytes)
            good = bytes
            bad = nil
            told = nil
            return .replaced
        } catch {
            bad = (bytes, "\(error)")
            return refusal("\(error)")
        }
    }

    private mutating func refusal(_ reason: String) -> Change? {
        guard told != reason else { return nil }
        told = reason
        return .refused(reason: reason)
    }
}
