import Contracts
import Documents
import Results

/// One entry of a history answer with the bytes that the log holds.
struct LoggedEntry: Sendable {
    let node: Node
    /// Empty when the contract does not ask for leaves.
    let leaf: [UInt8]
    /// The leaf's JSON, the event that it commits to, or the entry itself.
    let document: Node
    /// The leaf's own JSON; null when the contract does not ask for leaves.
    let told: Node

    var place: String { "byte \(node.place.offset) of the history" }

    /// - Parameter worded: puts what a leaf or its event says in the words of the contracts.
    static func read(_ node: Node, _ expectation: AuditExpectation, worded: (Node) -> Node) -> Result<LoggedEntry, LeafProblem> {
        let place = "byte \(node.place.offset) of the history"
        guard let path = expectation.leaf else { return .success(LoggedEntry(node: node, leaf: [], document: node, told: .null)) }
        guard let text = path.path.matches(in: node).first?.node.string else {
            return .failure(LeafProblem(finding: .leafMissing(path, place: place)))
        }
        guard let bytes = Base64Text.decode(text) else {
            return .failure(LeafProblem(finding: .leafUnreadable("it is not Base64", place: place, at: path.source)))
        }
        do throws(DocumentError) {
            let told = try JSONReader.read(bytes)
            guard let opening = expectation.opening, let commitment = opening.commitment.path.matches(in: told).first?.node.string else {
                return .success(LoggedEntry(node: node, leaf: bytes, document: worded(told), told: told))
            }
            switch OpenedLeaf.event(of: node, opening, commitment: commitment, place: place) {
            case .failure(let problem): return .failure(problem)
            case .success(let event):
                return .success(LoggedEntry(node: node, leaf: bytes, document: worded(try JSONReader.read(event)), told: told))
            }
        } catch {
            return .failure(LeafProblem(finding: .leafUnreadable(error.message, place: place, at: path.source)))
        }
    }
}

/// Why an entry of the history holds no leaf.
struct LeafProblem: Error {
    let finding: Finding
    /// Whether the entry shows what its leaf does not commit to, which no other entry makes good.
    var isUntrue = false
}

/// Base64 as in RFC 4648 §4, with padding and nothing else.
enum Base64Text {
    static func decode(_ text: String) -> [UInt8]? {
        let bytes = Array(text.utf8)
        guard bytes.count % 4 == 0 else { return nil }
        let padding = bytes.suffix(2).reversed().prefix { $0 == UInt8(ascii: "=") }.count
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count / 4 * 3)
        var buffer: UInt32 = 0
        var bits = 0
        for byte in bytes.dropLast(padding) {
            guard let value = value(of: byte) else { return nil }
            buffer = (buffer << 6 | value) & 0xFFFFFF
            bits += 6
            if bits >= 8 {
                bits -= 8
                decoded.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
            }
        }
        // Bits behind the last byte must be zero, else two texts would stand for the same bytes.
        return buffer & (1 << UInt32(bits) - 1) == 0 ? decoded : nil
    }

    private static func value(of byte: UInt8) -> UInt32? {
        switch byte {
        case 65...90: UInt32(byte) - 65
        case 97...122: UInt32(byte) - 71
        case 48...57: UInt32(byte) + 4
        case 43: 62
        case 47: 63
        default: nil
        }
    }
}
