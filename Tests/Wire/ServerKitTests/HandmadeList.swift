/// A certificate revocation list put together byte by byte, for what openssl does not write. Nobody signed it.
struct HandmadeList {
    static let ecdsaSHA256 = tlv(0x30, [0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02])
    static let rsaSHA256 = tlv(0x30, [0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0B])

    /// The number that stands for the version: 1 is version 2.
    var version: UInt8? = 1
    var algorithm = ecdsaSHA256
    /// Outside of what is signed; the same unless told otherwise.
    var outerAlgorithm: [UInt8]?
    var thisUpdate = utcTime("270101000000Z")
    var nextUpdate: [UInt8]? = utcTime("270201000000Z")
    var entries: [[UInt8]]? = [entry([0x01]), entry([0x00, 0x80])]
    var extensions: [[UInt8]] = []
    var signature: [UInt8] = [0x00, 0x30, 0x06, 0x02, 0x01, 0x01, 0x02, 0x01, 0x01]

    var der: [UInt8] {
        let name = Self.tlv(0x30, Self.tlv(0x31, Self.tlv(0x30, [0x06, 0x03, 0x55, 0x04, 0x03], Self.tlv(0x0C, Array("ca".utf8)))))
        let body = Self.tlv(
            0x30, version.map { [0x02, 0x01, $0] } ?? [], algorithm, name, thisUpdate, nextUpdate ?? [],
            entries.map { Self.tlv(0x30, $0.flatMap { $0 }) } ?? [],
            extensions.isEmpty ? [] : Self.tlv(0xA0, Self.tlv(0x30, extensions.flatMap { $0 })))
        return Self.tlv(0x30, body, outerAlgorithm ?? algorithm, Self.tlv(0x03, signature))
    }

    static func entry(_ serial: [UInt8], extensions: [[UInt8]] = []) -> [UInt8] {
        tlv(0x30, tlv(0x02, serial), utcTime("261201000000Z"), extensions.isEmpty ? [] : tlv(0x30, extensions.flatMap { $0 }))
    }

    /// `identifier` is the content of the OBJECT IDENTIFIER.
    static func oneExtension(_ identifier: [UInt8], isCritical: Bool = false, _ value: [UInt8]) -> [UInt8] {
        tlv(0x30, tlv(0x06, identifier), isCritical ? [0x01, 0x01, 0xFF] : [], tlv(0x04, value))
    }

    static func utcTime(_ text: String) -> [UInt8] { tlv(0x17, Array(text.utf8)) }
    static func generalizedTime(_ text: String) -> [UInt8] { tlv(0x18, Array(text.utf8)) }

    static func tlv(_ tag: UInt8, _ parts: [UInt8]...) -> [UInt8] {
        let content = parts.flatMap { $0 }
        let length: [UInt8] =
            switch content.count {
            case ..<0x80: [UInt8(content.count)]
            case ..<0x100: [0x81, UInt8(content.count)]
            default: [0x82, UInt8(content.count >> 8), UInt8(content.count & 0xFF)]
            }
        return [tag] + length + content
    }
}
