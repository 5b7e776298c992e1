/// A range of addresses in CIDR notation (RFC 4632, RFC 4291 §2.3): `127.0.0.1/32`, `2001:db8::/32`.
package struct AddressBlock: Sendable, Hashable, CustomStringConvertible {
    private let network: IPAddress
    /// 0…32 for IPv4, 0…128 for IPv6.
    private let prefixLength: Int

    /// Nil unless the text is an address, a slash and a length, and no bit beyond the length is set.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let network = IPAddress(String(parts[0])), let length = Int(parts[1]), String(length) == parts[1] else {
            return nil
        }
        guard (0...network.bytes.count * 8).contains(length) else { return nil }
        self.network = network
        prefixLength = length
        guard Self.masked(network.bytes, length) == network.bytes else { return nil }
    }

    /// Whether the address lies in the block; addresses of the other family never do.
    package func contains(_ address: IPAddress) -> Bool {
        address.isV4 == network.isV4 && Self.masked(address.bytes, prefixLength) == network.bytes
    }

    package var description: String { "\(network)/\(prefixLength)" }

    private static func masked(_ bytes: [UInt8], _ length: Int) -> [UInt8] {
        bytes.enumerated().map { index, byte in
            let kept = max(0, min(8, length - index * 8))
            return byte & UInt8(truncatingIfNeeded: 0xff00 >> kept)
        }
    }
}
