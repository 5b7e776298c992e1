import Documents
import Foundation
import SwiftASN1
import X509

/// Looks at a PEM chain and the key of its first certificate.
struct CertificateExamination: Sendable {
    /// A certificate that ends sooner than this is worth a word.
    private static let soonDays: Int64 = 30

    let now: Timestamp

    /// - Parameters:
    ///   - subject: what the certificates are, for people.
    ///   - keyPEM: nil where only the chain matters.
    ///   - endsWell: false where the chain is meant to be over.
    func diagnosis(of subject: String, certificatePEM: [UInt8], keyPEM: [UInt8]?, endsWell: Bool = true) -> Diagnosis {
        let chain: [Certificate]
        do {
            chain = try Self.blocks(in: String(decoding: certificatePEM, as: UTF8.self)).map { try Certificate(pemEncoded: $0) }
        } catch {
            return .failed(subject, "not a certificate: \(error)", remedy: "give certificates as PEM (RFC 7468)")
        }
        guard let leaf = chain.first else {
            return .failed(subject, "there is no certificate in it", remedy: "give certificates as PEM (RFC 7468)")
        }
        for certificate in chain where endsWell {
            if Self.timestamp(certificate.notValidBefore) > now {
                return .failed(
                    subject, "\(certificate.subject) is valid only from \(Self.timestamp(certificate.notValidBefore))",
                    remedy: "set the clock right, or use a certificate whose time has come")
            }
            if Self.timestamp(certificate.notValidAfter) < now {
                return .failed(
                    subject, "\(certificate.subject) was valid until \(Self.timestamp(certificate.notValidAfter))",
                    remedy: "renew the certificate")
            }
        }
        if let keyPEM {
            guard let key = try? Certificate.PrivateKey(pemEncoded: String(decoding: keyPEM, as: UTF8.self)) else {
                return .failed(subject, "its key cannot be read", remedy: "give the key as unencrypted PEM")
            }
            guard key.publicKey == leaf.publicKey else {
                return .failed(subject, "key and certificate do not belong together", remedy: "name the key of this certificate")
            }
        }
        let end = chain.map(\.notValidAfter).map(Self.timestamp).min() ?? now
        let days = (end.seconds - now.seconds) / 86_400
        let hint = endsWell && days < Self.soonDays ? " (in \(days) days)" : ""
        return .ok(subject, "\(leaf.subject), valid until \(end)\(hint)" + (keyPEM == nil ? "" : ", with its key"))
    }

    /// Each block from its BEGIN to its END line.
    private static func blocks(in text: String) -> [String] {
        text.components(separatedBy: "-----END CERTIFICATE-----").compactMap { part in
            part.range(of: "-----BEGIN CERTIFICATE-----").map { part[$0.lowerBound...] + "-----END CERTIFICATE-----\n" }
        }
    }

    private static func timestamp(_ date: Date) -> Timestamp { Timestamp(milliseconds: Int64(date.timeIntervalSince1970) * 1000) }
}
