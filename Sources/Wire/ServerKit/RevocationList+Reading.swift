import Documents
import SwiftASN1
import X509

extension RevocationList {
    /// Reads a list from DER, or from PEM with one block `X509 CRL`. Throws `Refusal` for the first thing that is not as it should be;
    /// half a list is never taken. The signature is not checked.
    package init(parsing bytes: [UInt8], limits: Limits = .standard) throws(Refusal) {
        guard bytes.count <= limits.maximumBytes else { throw .tooManyBytes(bytes.count, limit: limits.maximumBytes) }
        do {
            self = try Self.list(in: try Self.der(bytes), limits)
        } catch let refusal as Refusal {
            throw refusal
        } catch {
            throw .malformed("\(error)".excerpt)
        }
    }

    /// Every list in DER begins with the byte of a SEQUENCE, the digit 0; a text before a PEM block does not.
    private static func der(_ bytes: [UInt8]) throws -> [UInt8] {
        guard bytes.first != 0x30 else { return bytes }
        let document = try PEMDocument(pemString: String(decoding: bytes, as: UTF8.self))
        guard document.discriminator == "X509 CRL" else {
            throw Refusal.malformed("it holds a block `\(document.discriminator.excerpt)`")
        }
        return document.derBytes
    }

    /// CertificateList.
    private static func list(in der: [UInt8], _ limits: Limits) throws -> RevocationList {
        try DER.sequence(DER.parse(der), identifier: .sequence) { nodes in
            guard let body = nodes.next(), let algorithm = nodes.next() else { throw Refusal.malformed("it has no signature") }
            let signature = try ASN1BitString(derEncoded: &nodes)
            guard signature.paddingBits == 0 else { throw Refusal.malformed("the signature is not made of whole bytes") }
            return try RevocationList(body: body, algorithm: algorithm, signature: Array(signature.bytes), limits)
        }
    }

    /// TBSCertList.
    private init(body: ASN1Node, algorithm: ASN1Node, signature: [UInt8], _ limits: Limits) throws {
        let accepted = try Self.algorithm(algorithm)
        self = try DER.sequence(body, identifier: .sequence) { nodes in
            let version: Int? = try DER.optionalImplicitlyTagged(&nodes)
            guard version ?? 1 == 1 else { throw Refusal.malformed("its version is neither 1 nor 2") }
            // The algorithm is under the signature here and outside of it there (RFC 5280 §5.1.1.2).
            guard nodes.next()?.encodedBytes == algorithm.encodedBytes else { throw Refusal.malformed("it names two algorithms") }
            guard let name = nodes.next(), let thisUpdate = nodes.next() else {
                throw Refusal.malformed("it has no issuer or no thisUpdate")
            }
            let issuer = try DistinguishedName(derEncoded: name)
            guard let nextUpdate = nodes.next(of: [.utcTime, .generalizedTime]) else { throw Refusal.noNextUpdate }
            let entries = nodes.next(of: [.sequence])
            _ = try DER.optionalExplicitlyTagged(&nodes, tagNumber: 0, tagClass: .contextSpecific) {
                try Self.check($0, isEntry: false, hasExtensions: version != nil)
            }
            return RevocationList(
                issuer: try issuer.derBytes(), issuerName: issuer.description, thisUpdate: try Self.time(thisUpdate),
                nextUpdate: try Self.time(nextUpdate), serials: try Self.serials(of: entries, hasExtensions: version != nil, limits),
                signed: Array(body.encodedBytes), algorithm: accepted, signature: signature)
        }
        guard thisUpdate <= nextUpdate else { throw Refusal.malformed("nextUpdate is before thisUpdate") }
    }

    /// `revokedCertificates`, which is left out when there are none.
    private static func serials(of node: ASN1Node?, hasExtensions: Bool, _ limits: Limits) throws -> Set<[UInt8]> {
        guard let node else { return [] }
        guard case .constructed(let entries) = node.content else { throw Refusal.malformed("its entries are no sequence") }
        var serials: Set<[UInt8]> = []
        var count = 0
        for entry in entries {
            count += 1
            guard count <= limits.maximumEntries else { throw Refusal.tooManyEntries(limit: limits.maximumEntries) }
            try DER.sequence(entry, identifier: .sequence) { nodes in
                let serial = try ArraySlice<UInt8>(derEncoded: &nodes)
                guard let revokedAt = nodes.next() else { throw Refusal.malformed("an entry has no date") }
                _ = try time(revokedAt)
                if let extensions = nodes.next() { try check(extensions, isEntry: true, hasExtensions: hasExtensions) }
                // In the one form that a certificate's number has.
                serials.insert(Array(Certificate.SerialNumber(bytes: serial).bytes))
            }
        }
        return serials
    }

    /// What changes the meaning of a list is refused by name; what else is critical, because it is not known; the rest is for others.
    private static func check(_ node: ASN1Node, isEntry: Bool, hasExtensions: Bool) throws {
        let extensions = try DER.sequence(of: Certificate.Extension.self, identifier: .sequence, rootNode: node)
        guard hasExtensions else { throw Refusal.malformed("it is of version 1, which has no extensions") }
        guard !extensions.isEmpty, Set(extensions.map(\.oid)).count == extensions.count else {
            throw Refusal.malformed("its extensions are none, or one is there twice")
        }
        for found in extensions {
            switch found.oid {
            case ExtensionName.deltaCRLIndicator: throw Refusal.delta
            case ExtensionName.issuingDistributionPoint, ExtensionName.certificateIssuer: throw Refusal.partial
            case ExtensionName.reasonCode where isEntry && Array(found.value) == ExtensionName.removeFromCRL:
                throw Refusal.malformed("an entry is to be removed, which only a delta list may say (RFC 5280 §5.3.1)")
            default: guard !found.critical else { throw Refusal.criticalExtension(found.oid) }
            }
        }
    }

    /// RFC 5280 §5.2 and §5.3.
    private enum ExtensionName {
        static let deltaCRLIndicator: ASN1ObjectIdentifier = [2, 5, 29, 27]
        static let issuingDistributionPoint: ASN1ObjectIdentifier = [2, 5, 29, 28]
        static let certificateIssuer: ASN1ObjectIdentifier = [2, 5, 29, 29]
        static let reasonCode: ASN1ObjectIdentifier = [2, 5, 29, 21]
        /// ENUMERATED 8.
        static let removeFromCRL: [UInt8] = [0x0A, 0x01, 0x08]
    }

    /// UTCTime or GeneralizedTime, whole seconds (RFC 5280 §4.1.2.5).
    private static func time(_ node: ASN1Node) throws -> Timestamp {
        if node.identifier == .utcTime {
            let time = try UTCTime(derEncoded: node)
            return try timestamp(time.year, time.month, time.day, time.hours, time.minutes, time.seconds)
        }
        let time = try GeneralizedTime(derEncoded: node)
        guard time.rawFractionalSeconds.isEmpty else { throw Refusal.malformed("a time has fractions of a second") }
        return try timestamp(time.year, time.month, time.day, time.hours, time.minutes, time.seconds)
    }

    private static func timestamp(_ year: Int, _ month: Int, _ day: Int, _ hour: Int, _ minute: Int, _ second: Int) throws -> Timestamp {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let years = two(year / 100) + two(year % 100)
        return try Timestamp(parsing: "\(years)-\(two(month))-\(two(day))T\(two(hour)):\(two(minute)):\(two(second))Z")
    }
}

extension ASN1NodeCollection.Iterator {
    /// The next node if it has one of these tags; otherwise nil, and it stays the next.
    fileprivate mutating func next(of tags: [ASN1Identifier]) -> ASN1Node? {
        var rest = self
        guard let node = rest.next(), tags.contains(node.identifier) else { return nil }
        self = rest
        return node
    }
}
