/// Why a listener cannot start.
package enum ServerError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The PEM text for the listener holds no certificate.
    case noCertificate
    /// The PEM text for the listener's key is empty.
    case noKey
    /// Client certificates are asked for, but the PEM text with their authorities holds none.
    case noClientTrust
    /// Plain text was asked for on an address that other machines reach.
    case plainTextBeyondLoopback(host: String)

    package var description: String {
        switch self {
        case .noCertificate: "the listener's PEM text holds no certificate"
        case .noKey: "the listener's key is empty"
        case .noClientTrust: "client certificates are asked for, but no authority is given that may issue them"
        case .plainTextBeyondLoopback(let host): "plain text is served on loopback addresses only, and \(host) is none"
        }
    }
}
