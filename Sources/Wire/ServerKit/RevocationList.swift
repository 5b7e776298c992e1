package import Documents
import Foundation
import X509

/// What a certificate authority says of its revoked certificates: one complete certificate revocation list (RFC 5280 §5).
///
/// Reading checks form and limits, `check(signedBy:)` who says it; a list that was not checked says nothing. Lists of changes (delta), of a
/// part of the certificates and of other issuers' certificates (indirect) are refused: taken for complete they would let the rest in.
package struct RevocationList: Sendable {
    /// What is read at most; both bounds are inclusive.
    package struct Limits: Sendable, Hashable {
        /// The whole file, PEM or DER.
        package var maximumBytes: Int
        /// Entries of the list.
        package var maximumEntries: Int

        package init(maximumBytes: Int = 8 << 20, maximumEntries: Int = 100_000) {
            self.maximumBytes = maximumBytes
            self.maximumEntries = maximumEntries
        }

        /// 8 MiB and 100,000 entries, which take about as much.
        package static let standard = Limits()
    }

    /// The distinguished name of the authority, DER; equal to `PeerCertificate.issuer` of what it issued.
    package let issuer: [UInt8]
    /// The same in RFC 4514 order, for people.
    package let issuerName: String
    /// When it was issued, whole seconds.
    package let thisUpdate: Timestamp
    /// When the next one is there at the latest, inclusive, whole seconds; behind that the list says nothing about what is good.
    package let nextUpdate: Timestamp
    /// The serial numbers, big-endian without leading zeros as in `PeerCertificate.serial`. Certificates on hold are among them.
    package let serials: Set<[UInt8]>
    /// The TBSCertList, DER: what the signature is over.
    let signed: [UInt8]
    let algorithm: Certificate.SignatureAlgorithm
    let signature: [UInt8]

    /// Throws unless the authority issued the list: same name (RFC 5280 §6.3.3 (f)), a key that may sign lists, and its signature.
    package func check(signedBy authority: CertificateAuthority) throws(Refusal) {
        guard issuer == authority.name else { throw .otherIssuer(issuerName, wanted: authority.subject) }
        guard authority.maySignLists else { throw .mayNotSignLists(authority.subject) }
        guard authority.publicKey.isValidSignature(signature, for: signed, signatureAlgorithm: algorithm) else {
            throw .wrongSignature(authority.subject)
        }
    }

    /// The first of the authorities that issued the list. Throws when none did: what the one of that name has against it, or that none has it.
    package func signer(among authorities: [CertificateAuthority]) throws(Refusal) -> CertificateAuthority {
        var refusal = Refusal.noAuthority(issuerName)
        for authority in authorities where authority.name == issuer {
            do throws(Refusal) {
                try check(signedBy: authority)
                return authority
            } catch {
                refusal = error
            }
        }
        throw refusal
    }

    /// Whether the next list should be there by now.
    package func isOver(at now: Timestamp) -> Bool { now.seconds > nextUpdate.seconds }

    /// Why a list is not taken; equality by code.
    package struct Refusal: Error, Sendable {
        /// The kind of refusal; raw values are stable.
        package enum Code: String, Sendable, CaseIterable {
            /// More bytes or entries than the limits allow.
            case tooLarge = "too-large"
            /// Not the structure of RFC 5280 §5.1, or not DER.
            case malformed
            /// A signature algorithm that is not accepted: SHA-1 and older, or one that is not known.
            case algorithm
            /// There is no `nextUpdate`.
            case noNextUpdate = "no-next-update"
            /// A critical extension that is not understood.
            case criticalExtension = "critical-extension"
            /// A list of changes to another list.
            case delta
            /// A list of a part of the certificates, or of those of several issuers.
            case partial
            /// The name of another authority, or of none that is trusted.
            case otherIssuer = "other-issuer"
            /// The authority's certificate does not let its key sign lists.
            case mayNotSignLists = "may-not-sign-lists"
            /// The signature is not the authority's.
            case wrongSignature = "wrong-signature"
        }

        package let code: Code
        /// What was expected, what came, and what to do.
        package let message: String
    }
}

extension RevocationList.Refusal: Equatable {
    package static func == (left: Self, right: Self) -> Bool { left.code == right.code }
}

extension RevocationList.Refusal: CustomStringConvertible {
    package var description: String { message }
}
