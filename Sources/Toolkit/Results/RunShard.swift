/// A part of a run that was divided over several machines: which part, of how many, of what.
///
/// Where a case goes depends on its identifier alone, so that every machine knows its part without asking the others and keeps it when
/// other cases come or go. Parts are about equally large, not exactly; of few cases one may be empty.
package struct RunShard: Hashable, Sendable {
    /// 1-based.
    package let index: Int
    package let count: Int
    /// The identifiers of all cases of all parts, in the order in which a whole run would have them; variants of a matrix are one.
    package var plan: [String]

    /// - Returns: nil unless 1 ≤ `index` ≤ `count` ≤ `maximumCount`.
    package init?(index: Int, of count: Int, plan: [String] = []) {
        guard (1...Self.maximumCount).contains(count), (1...count).contains(index) else { return nil }
        self.index = index
        self.count = count
        self.plan = plan
    }

    /// Reads `2/4`.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy { ("0"..."9").contains($0) } }), let index = Int(parts[0]),
            let count = Int(parts[1])
        else { return nil }
        self.init(index: index, of: count)
    }

    package static let maximumCount = 256

    /// Whether the case belongs to this part.
    package func holds(_ caseID: String) -> Bool { Self.number(of: caseID, among: count) == index }

    /// The part of a case, 1-based: FNV-1a of 64 bits over the UTF-8 of the identifier, folded to 32 bits.
    static func number(of caseID: String, among count: Int) -> Int {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in Self.planned(caseID).utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        return Int((hash >> 32 ^ hash) & 0xffff_ffff) % count + 1
    }

    /// The identifier as the plan has it: that of a variant of a matrix without its values.
    package static func planned(_ caseID: String) -> String { String(caseID.prefix { $0 != "(" }) }
}
