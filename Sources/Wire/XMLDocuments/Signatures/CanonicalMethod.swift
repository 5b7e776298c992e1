import CLibXML2

/// A canonical form by which two documents with the same content have the same bytes.
package enum CanonicalMethod: String, Sendable, CaseIterable {
    /// Canonical XML 1.0.
    case inclusive = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
    case inclusiveWithComments = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments"
    /// Canonical XML 1.1.
    case inclusive11 = "http://www.w3.org/2006/12/xml-c14n11"
    case inclusive11WithComments = "http://www.w3.org/2006/12/xml-c14n11#WithComments"
    /// Exclusive XML Canonicalization 1.0: namespaces are declared where they are used, so that an element keeps its form elsewhere.
    case exclusive = "http://www.w3.org/2001/10/xml-exc-c14n#"
    case exclusiveWithComments = "http://www.w3.org/2001/10/xml-exc-c14n#WithComments"

    /// Whether comments are part of the form.
    package var keepsComments: Bool {
        switch self {
        case .inclusiveWithComments, .inclusive11WithComments, .exclusiveWithComments: true
        case .inclusive, .inclusive11, .exclusive: false
        }
    }

    /// Whether a list of prefixes may be given that are treated as Canonical XML treats all.
    package var isExclusive: Bool { self == .exclusive || self == .exclusiveWithComments }

    /// libxml2's number for the form.
    var mode: Int32 {
        switch self {
        case .inclusive, .inclusiveWithComments: Int32(XML_C14N_1_0.rawValue)
        case .inclusive11, .inclusive11WithComments: Int32(XML_C14N_1_1.rawValue)
        case .exclusive, .exclusiveWithComments: Int32(XML_C14N_EXCLUSIVE_1_0.rawValue)
        }
    }
}
