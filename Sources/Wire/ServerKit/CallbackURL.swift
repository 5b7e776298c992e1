/// An `https` URL that somebody else wrote and this machine is to call, read so strictly that no other reader can find another host in it.
///
/// Resolvers and HTTP clients take more for an address than a register shows: `2130706433`, `0x7f.1`, `127.1`, full-width digits, a host
/// behind `\` or `@`. Nothing of the kind is read here: ASCII only, names of letters, digits and hyphens (RFC 1123 §2.1; an
/// international one as its A-label), an IPv4 address in four decimal numbers, an IPv6 address in brackets, no user, no fragment.
package struct CallbackURL: Sendable, Hashable, CustomStringConvertible {
    /// What the URL's host is.
    package enum Host: Sendable, Hashable, CustomStringConvertible {
        /// Lower-case, without a full stop at its end.
        case name(String)
        case address(IPAddress)

        /// As it stands in a URL: an IPv6 address in brackets.
        package var description: String {
            switch self {
            case .name(let name): name
            case .address(let address): address.isV4 ? address.description : "[\(address)]"
            }
        }

        /// Whether this can be no place on the internet: `localhost`, or an address of special purpose.
        package var isPrivate: Bool {
            switch self {
            case .name(let name): name == "localhost"
            case .address(let address): SpecialPurposeAddress.contains(address)
            }
        }
    }

    /// Whom the URL leads to.
    package let host: Host
    /// 1 to 65535 as written; nil for none, which is 443.
    package let port: Int?
    /// Path and query as written, nothing decoded; empty where there is neither.
    package let target: String

    private static let maximumBytes = 2048

    /// Nil for everything that is not as the type describes it.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count <= Self.maximumBytes, bytes.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
        let scheme = "https://"
        guard text.utf8.count > scheme.utf8.count, text.prefix(scheme.count).lowercased() == scheme else { return nil }
        let rest = text.dropFirst(scheme.count)
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        target = String(rest[authority.endIndex...])
        guard Self.isTarget(target) else { return nil }
        let end = authority.hasPrefix("[") ? authority.firstIndex(of: "]") : authority.firstIndex(of: ":")
        let host = authority.hasPrefix("[") ? end.map { authority[...$0] } : authority[..<(end ?? authority.endIndex)]
        guard let host, let read = Self.host(host) else { return nil }
        self.host = read
        switch authority[host.endIndex...] {
        case "": port = nil
        case let written:
            guard let number = Self.port(written) else { return nil }
            port = number
        }
    }

    /// The URL again, from its parts; another text for the same place gives the same.
    package var description: String { origin + target }

    /// Scheme, host and port (RFC 6454 §4), the port only where it is not 443: the same text for every URL of the same place.
    package var origin: String {
        let port = port.flatMap { $0 == 443 ? nil : ":\($0)" } ?? ""
        return "https://\(host)\(port)"
    }

    private static func host(_ text: Substring) -> Host? {
        if text.hasPrefix("[") {
            // An IPv4 address within an IPv6 one is a second spelling of it, which no register would show.
            guard let address = IPAddress(String(text.dropFirst().dropLast())), !address.isV4 else { return nil }
            return .address(address)
        }
        if let address = IPAddress(String(text)) { return .address(address) }
        let name = text.lowercased()
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        guard name.utf8.count <= 253, labels.allSatisfy(isLabel), let last = labels.last, !isNumber(last) else { return nil }
        return .name(name)
    }

    private static func isLabel(_ label: Substring) -> Bool {
        (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
            && label.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
    }

    /// A host that ends in a number is an address to `inet_aton`, in decimal, octal or hexadecimal; no top-level domain is one.
    private static func isNumber(_ label: Substring) -> Bool {
        let digits = label.hasPrefix("0x") ? label.dropFirst(2) : label
        return digits.utf8.allSatisfy { (0x30...0x39).contains($0) || label.hasPrefix("0x") && (0x61...0x66).contains($0) }
    }

    /// `:` and a number without zeros before it.
    private static func port(_ text: Substring) -> Int? {
        let digits = text.dropFirst()
        guard text.first == ":", (1...5).contains(digits.utf8.count), digits.first != "0",
            digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(digits), number <= 65535
        else { return nil }
        return number
    }

    /// RFC 3986 §3.3 and §3.4: no `\`, quote, bracket or fragment, and `%` only before two hexadecimal digits.
    private static func isTarget(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return bytes.indices.allSatisfy { index in
            switch bytes[index] {
            case UInt8(ascii: "%"): index + 2 < bytes.count && isHexadecimal(bytes[index + 1]) && isHexadecimal(bytes[index + 2])
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
            default: "-._~!$&'()*+,;=:@/?".utf8.contains(bytes[index])
            }
        }
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
    }
}
