import Crypto
import Documents
import Foundation
import GRDB
import TestSupport
import Testing

@testable import Sealing

@Suite struct SealedFileTests {
    private let instant = Timestamp(milliseconds: 1_793_000_000_000)
    private let folder: TemporaryFolder
    private let old = SymmetricKey(size: .bits256)
    private let new = SymmetricKey(size: .bits256)

    init() throws { folder = try TemporaryFolder() }

    private func store(current: String = "old", _ keys: [String: SymmetricKey]? = nil) throws -> FileKeyStore {
        try FileKeyStore(path: folder.path("keys.sqlite"), wrapping: WrappingKeys(current: current, keys: keys ?? ["old": old]))
    }

    @Test(arguments: [0, 1, 300_000, 3_000_000])
    func `a sealed file opens as what it was sealed as`(length: Int) throws {
        let files = SealedFile(keys: try store())
        let clear = [UInt8](repeating: 65, count: length)
        let sealed = try files.sealed(clear, as: "report", at: instant)
        #expect(try files.opened(sealed, as: "report") == clear)
        #expect(throws: SealingError.damaged) { try files.opened(sealed, as: "another report") }
    }

    @Test func `a byte of the header changed, a header of another file, no header`() throws {
        let files = SealedFile(keys: try store())
        let sealed = try files.sealed(Array("text".utf8), as: "report", at: instant)
        let length = sealed[5..<9].reduce(0) { $0 << 8 | Int($1) }
        for position in 0..<(9 + length) {
            var spoilt = sealed
            spoilt[position] ^= 1
            #expect(throws: SealingError.self, "byte \(position)") { try files.opened(spoilt, as: "report") }
        }
        let other = try files.sealed(Array("word".utf8), as: "report", at: instant)
        let otherLength = other[5..<9].reduce(0) { $0 << 8 | Int($1) }
        let mixed = Array(other[..<(9 + otherLength)]) + sealed[(9 + length)...]
        #expect(throws: SealingError.damaged) { try files.opened(mixed, as: "report") }
        for bytes in [[], Array("SEAL".utf8), Array("SEAL".utf8) + [1, 255, 255, 255, 255, 0], Array("plain text".utf8)] {
            #expect(throws: SealingError.damaged) { try files.opened(bytes, as: "report") }
        }
    }

    @Test func `a new wrapping key takes over, and the old one is needed no more`() throws {
        let sealed = try (0..<25).map { try SealedFile(keys: store()).sealed([UInt8($0)], as: "report \($0)", at: instant) }
        let both = try store(current: "new", ["old": old, "new": new])
        #expect(try both.rewrap(batch: 10) == 25)
        #expect(try both.rewrap() == 0)
        try both.close()
        let files = SealedFile(keys: try store(current: "new", ["new": new]))
        for (number, bytes) in sealed.enumerated() { #expect(try files.opened(bytes, as: "report \(number)") == [UInt8(number)]) }
        let behind = SealedFile(keys: try store())
        #expect(throws: SealingError.noWrappingKey("new")) { try behind.opened(sealed[0], as: "report 0") }
    }

    @Test func `destroying its key makes a file unreadable, and its bytes are nowhere`() throws {
        let keys = try store()
        let files = SealedFile(keys: keys)
        let sealed = try files.sealed(Array("text".utf8), as: "report", at: instant)
        let kept = try files.sealed(Array("text".utf8), as: "kept", at: instant)
        let wrapped = try wrappedKeys()
        #expect(try keys.destroyKeys(of: "report", at: instant) == 1)
        #expect(try keys.destroyKeys(of: "report", at: instant) == 0)
        #expect(throws: SealingError.self) { try files.opened(sealed, as: "report") }
        #expect(try files.opened(kept, as: "kept") == Array("text".utf8))
        let gone = wrapped.subtracting(try wrappedKeys())
        #expect(gone.count == 1)
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            let bytes = try Data(contentsOf: folder.url.appending(path: name))
            for key in gone { #expect(bytes.range(of: key) == nil, "\(name) still holds the wrapped key") }
        }
    }

    @Test func `a file of wrapping keys is read as it was written, and nothing else`() throws {
        func write(_ text: String, to name: String) throws -> String {
            let path = try folder.write(text, to: name)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
            return path
        }
        let path = try write(WrappingKeys.fresh(id: "sandbox-1"), to: "wrapping.json")
        let keys = try WrappingKeys(file: URL(filePath: path))
        #expect(keys.current == "sandbox-1")
        let key = SymmetricKey(size: .bits256)
        #expect(try keys.unwrapped(keys.wrapped(key), by: "sandbox-1") == key)
        for text in [
            "", "{}", #"{"schema_version": 1, "current": "a", "keys": []}"#,
            #"{"schema_version": 1, "current": "a", "keys": [{"id": "a", "key": "AAAA"}]}"#,
            WrappingKeys.fresh(id: "a").replacing("\"current\" : \"a\"", with: "\"current\" : \"b\"")
                .replacing("\"current\": \"a\"", with: "\"current\": \"b\""),
        ] {
            let path = try write(text, to: "bad.json")
            #expect { try WrappingKeys(file: URL(filePath: path)) } throws: { ($0 as? SealingError)?.code == .invalidKeys }
        }
    }

    /// What the store holds as wrapped keys.
    private func wrappedKeys() throws -> Set<Data> {
        Set(
            try DatabaseQueue(path: folder.path("keys.sqlite")).read {
                try Data.fetchAll($0, sql: "SELECT wrapped FROM file_key WHERE wrapped IS NOT NULL")
            })
    }
}
