import Crypto
import Testing

@testable import Sealing

@Suite struct StreamingAEADTests {
    private let key = SymmetricKey(size: .bits256)

    private func cipher(_ context: String = "report") -> StreamingAEAD {
        StreamingAEAD(key: key, segment: .small, associatedData: Array(context.utf8))
    }

    /// Around the ends of the first and later segments.
    @Test(arguments: [0, 1, 4039, 4040, 4041, 4040 + 4079, 4040 + 4080, 4040 + 4081, 20_000])
    func `a text of any length comes back`(length: Int) throws {
        let clear = (0..<length).map { UInt8(truncatingIfNeeded: $0) }
        let stream = try cipher().sealed(clear)
        #expect(try cipher().opened(stream[...]) == clear)
        #expect(try cipher().sealed(clear) != stream, "the same salt twice")
    }

    @Test func `whatever is changed in a stream is noticed`() throws {
        let clear = [UInt8](repeating: 7, count: 10_000)
        let stream = try cipher().sealed(clear)
        for position in Array(stride(from: 0, to: stream.count, by: 97)) + [0, 1, 39, 40, 4095, 4096, stream.count - 1] {
            var spoilt = stream
            spoilt[position] ^= 0x80
            #expect(throws: SealingError.damaged, "byte \(position)") { try cipher().opened(spoilt[...]) }
        }
    }

    @Test func `a stream that was cut, extended or reordered is noticed`() throws {
        let stream = try cipher().sealed([UInt8](repeating: 7, count: 4040 + 4080 + 4080 + 10))
        let (first, second, third, last) = (stream[..<4096], stream[4096..<8192], stream[8192..<12288], stream[12288...])
        let spoilt: [[UInt8]] = [
            [], Array(stream.prefix(40)), Array(first), Array(first + second), Array(first + second + third), stream + [0],
            Array(first + third + second + last), Array(first + second + last), stream.dropLast(),
        ]
        for (number, bytes) in spoilt.enumerated() {
            #expect(throws: SealingError.damaged, "case \(number)") { try cipher().opened(bytes[...]) }
        }
    }

    @Test func `another key or another context opens nothing`() throws {
        let stream = try cipher().sealed([1, 2, 3])
        #expect(throws: SealingError.damaged) { try cipher("another").opened(stream[...]) }
        let stranger = StreamingAEAD(key: SymmetricKey(size: .bits256), segment: .small, associatedData: Array("report".utf8))
        #expect(throws: SealingError.damaged) { try stranger.opened(stream[...]) }
    }
}
