import Contracts
import Crypto
import Documents
import Foundation
import Results

/// A leaf that commits to an event, held against what its entry gives.
enum OpenedLeaf {
    /// The event's bytes, when the leaf commits to them.
    static func event(of entry: Node, _ opening: LeafOpening, commitment: String, place: String) -> Result<[UInt8], LeafProblem> {
        func bytes(_ path: PathReference) -> [UInt8]? { path.path.matches(in: entry).first?.node.string.flatMap(Base64Text.decode) }
        guard let event = bytes(opening.event) else { return .failure(LeafProblem(finding: .openingMissing(opening.event, place: place))) }
        guard let blinding = bytes(opening.blinding) else {
            return .failure(LeafProblem(finding: .openingMissing(opening.blinding, place: place)))
        }
        guard let code = Self.bytes(hex: commitment),
            HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: Data(event), using: SymmetricKey(data: blinding))
        else { return .failure(LeafProblem(finding: .openingWrong(opening.event, place: place), isUntrue: true)) }
        return .success(event)
    }

    /// 32 bytes in lower-case hex.
    private static func bytes(hex text: String) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count == 64, digits.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) }) else { return nil }
        return stride(from: 0, to: 64, by: 2).compactMap { UInt8(String(decoding: digits[$0...$0 + 1], as: UTF8.self), radix: 16) }
    }
}
