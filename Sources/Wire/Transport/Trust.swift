/// Which certificate authorities a client accepts for the server it connects to.
package struct Trust: Sendable, Hashable {
    enum Anchors: Sendable, Hashable {
        case system
        case pem([UInt8])
    }

    let anchors: Anchors

    /// Only the authorities in these PEM certificates (RFC 7468); those of the operating system are not consulted.
    package static func pem(_ certificates: [UInt8]) -> Trust { Trust(anchors: .pem(certificates)) }

    /// The authorities that the operating system trusts.
    package static let system = Trust(anchors: .system)
}
