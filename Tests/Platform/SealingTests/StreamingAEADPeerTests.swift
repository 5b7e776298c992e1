import Crypto
import Documents
import Foundation
import MessageSignatures
import TestSupport
import Testing

@testable import Sealing

/// Streams that Tink itself has sealed.
@Suite struct StreamingAEADPeerTests {
    @Test func `what Tink sealed is opened and sealed alike`() throws {
        guard let url = PeerData.file("streaming-aead/tink-aes256-gcm-hkdf.json") else { return }
        let document = try JSONReader.read([UInt8](Data(contentsOf: url)))
        var (passed, failed) = (0, 0)
        for vector in document["vectors"]?.array ?? [] {
            let isRight = (try? Self.holds(vector)) ?? false
            if isRight { passed += 1 } else { failed += 1 }
            #expect(isRight, "\(vector["template"]?.string ?? "") of \(vector["plaintext_len"]?.integer ?? -1) bytes")
        }
        print("streaming-aead: \(passed) passed, \(failed) failed, 0 skipped")
        #expect(passed + failed == 12)
    }

    private static func holds(_ vector: Node) throws -> Bool {
        let key = try #require(vector["key_hex"]?.string.map(bytes(hex:)))
        let length = try #require(vector["plaintext_len"]?.integer)
        let context = try #require(vector["aad"]?.string)
        let stream = [UInt8](try #require(Data(base64Encoded: vector["ciphertext_b64"]?.string ?? "")))
        let segment: StreamingAEAD.SegmentSize = vector["template"]?.string == "AES256_GCM_HKDF_4KB" ? .small : .large
        let clear = (0..<length).map { UInt8(truncatingIfNeeded: 7 * $0 + 3) }
        let cipher = StreamingAEAD(key: SymmetricKey(data: key), segment: segment, associatedData: Array(context.utf8))
        let header = StreamingAEAD.Header(salt: Array(stream[1..<33]), prefix: Array(stream[33..<40]))
        return try cipher.opened(stream[...]) == clear && cipher.sealed(clear, header: header) == stream
    }

    private static func bytes(hex: String) -> [UInt8] {
        let digits = hex.compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
    }
}
