/// What lies in a PKCS #8 `PrivateKeyInfo` or an X.509 `SubjectPublicKeyInfo`: which kind of key, and its own encoding.
struct KeyEnvelope {
    /// Contents of the object identifiers that may occur.
    enum Kind: Equatable {
        case ed25519
        case rsa
        case other

        init(objectIdentifier: [UInt8]) {
            switch objectIdentifier {
            case [0x2B, 0x65, 0x70]: self = .ed25519  // 1.3.101.112 (RFC 8410)
            case [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01]: self = .rsa  // rsaEncryption (RFC 8017)
            case [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0A]: self = .rsa  // id-RSASSA-PSS (RFC 8017)
            default: self = .other
            }
        }
    }

    let kind: Kind
    /// For Ed25519 the 32 bytes, for RSA the PKCS #1 structure.
    let contents: [UInt8]

    /// RFC 5958; attributes and the public key behind the private one are skipped.
    init?(privateKeyInfo der: [UInt8]) {
        var outer = DERReader(der)
        guard var info = outer.enter(.sequence), outer.isAtEnd, let version = info.readMagnitude(), version.isEmpty || version == [1],
            var algorithm = info.enter(.sequence), let identifier = algorithm.read(.objectIdentifier), let key = info.read(.octetString)
        else { return nil }
        kind = Kind(objectIdentifier: identifier)
        if kind == .ed25519 {
            var inner = DERReader(key)
            guard let seed = inner.read(.octetString), inner.isAtEnd else { return nil }
            contents = seed
        } else {
            contents = key
        }
    }

    /// RFC 5280 §4.1.2.7.
    init?(subjectPublicKeyInfo der: [UInt8]) {
        var outer = DERReader(der)
        guard var info = outer.enter(.sequence), outer.isAtEnd, var algorithm = info.enter(.sequence),
            let identifier = algorithm.read(.objectIdentifier), let bits = info.read(.bitString), bits.first == 0, info.isAtEnd
        else { return nil }
        kind = Kind(objectIdentifier: identifier)
        contents = Array(bits.dropFirst())
    }
}
