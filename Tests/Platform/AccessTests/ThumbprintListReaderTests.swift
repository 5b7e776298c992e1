import Foundation
import ServerKit
import TestSupport
import Testing

@testable import Access

@Suite struct ThumbprintListReaderTests {
    private static let hexadecimal = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
    private static let base64URL = "ABEiM0RVZneImaq7zN3u_wARIjNEVWZ3iJmqu8zd7v8"

    private static var pairs: String {
        stride(from: 0, to: 64, by: 2).map { start in String(hexadecimal.dropFirst(start).prefix(2)) }.joined(separator: ":").uppercased()
    }

    private func refusal(_ text: String) -> String? {
        do throws(ThumbprintListReader.Refusal) {
            _ = try ThumbprintListReader.read(Array(text.utf8))
            return nil
        } catch { return error.description }
    }

    @Test func `all three ways of writing are the same thumbprint`() throws {
        for line in [Self.hexadecimal, Self.hexadecimal.uppercased(), Self.pairs, Self.base64URL, "  \(Self.base64URL)\t# lost\r"] {
            #expect(try ThumbprintListReader.read(Array(line.utf8)) == [Self.base64URL], "\(line)")
        }
        let two = "# none\n\n\(Self.pairs)\n\(Self.base64URL)\n" + String(repeating: "0", count: 64)
        #expect(try ThumbprintListReader.read(Array(two.utf8)).count == 2)
        #expect(try ThumbprintListReader.read([]).isEmpty)
    }

    @Test func `what openssl prints of a certificate is its thumbprint`() async throws {
        let folder = try TemporaryFolder()
        _ = try await TestAuthority("ca", in: folder.url)
        let printed = try await Shell.run("openssl x509 -in ca.pem -noout -fingerprint -sha256 | cut -d= -f2", in: folder.url)
        let certificate = try PeerCertificate(pem: [UInt8](try Data(contentsOf: folder.url.appending(path: "ca.pem"))))
        #expect(try ThumbprintListReader.read(Array(printed.output.utf8)) == [certificate.thumbprint])
    }

    @Test func `anything else is refused with its line`() {
        let wrong = [
            "x", String(hexadecimal: 63), String(hexadecimal: 65), Self.base64URL + "=", String(Self.base64URL.dropLast()) + "9",
            Self.pairs.replacing(":", with: "-"), String(Self.hexadecimal.dropLast()) + "g", "0x" + String(hexadecimal: 62),
            Self.hexadecimal + " " + Self.hexadecimal, String(Self.pairs.dropLast()) + ":",
        ]
        for line in wrong {
            #expect(refusal("\(Self.hexadecimal)\n\(line)")?.hasPrefix("line 2: ") == true, "\(line)")
        }
    }
}

extension String {
    /// So many hexadecimal digits.
    fileprivate init(hexadecimal count: Int) { self.init(repeating: "a", count: count) }
}
