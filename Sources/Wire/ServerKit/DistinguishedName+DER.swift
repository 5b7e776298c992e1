import SwiftASN1
import X509

extension DistinguishedName {
    /// The name's DER form. Two names are one when these bytes are: stricter than RFC 5280 §7.1, which folds case and spaces.
    func derBytes() throws -> [UInt8] {
        var serializer = DER.Serializer()
        try serializer.serialize(self)
        return serializer.serializedBytes
    }
}
