/// The elements of a `Signature`, each where the schema of XML Signature has it, and none that would widen what is signed.
struct SignatureParts {
    let signedInfo: ElementCursor
    let signedInfoForm: Canonicalization
    let contentForm: Canonicalization
    let signatureMethod: String
    let signatureValue: String
    let digestMethod: String
    let digestValue: String
    let keyName: String?
    let certificates: [String]

    init(_ signature: ElementCursor) throws(XMLError) {
        let parts = signature.children
        guard parts.count == 2 || parts.count == 3, parts[0].isSignature("SignedInfo"), parts[1].isSignature("SignatureValue"),
            parts.count == 2 || parts[2].isSignature("KeyInfo")
        else { throw .invalidSignature(signature, "SignedInfo, SignatureValue and at most KeyInfo in it") }
        let statements = parts[0].children
        guard statements.count == 3, statements[0].isSignature("CanonicalizationMethod"), statements[1].isSignature("SignatureMethod"),
            statements[2].isSignature("Reference")
        else { throw .invalidSignature(parts[0], "CanonicalizationMethod, SignatureMethod and one Reference in it") }
        let reference = statements[2]
        guard reference.attribute("URI") == "", reference.attributeNames.allSatisfy({ $0 == "URI" || $0 == "Id" }) else {
            throw .invalidSignature(reference, "a reference to the whole document (URI=\"\")")
        }
        let steps = reference.children
        guard steps.count == 3, steps[0].isSignature("Transforms"), steps[1].isSignature("DigestMethod"),
            steps[2].isSignature("DigestValue")
        else { throw .invalidSignature(reference, "Transforms, DigestMethod and DigestValue in it") }
        signedInfo = parts[0]
        signedInfoForm = try Self.form(statements[0])
        signatureMethod = try Self.algorithm(statements[1])
        // Parameters would change what a method means (HMACOutputLength, RSAPSSParams): only the plain form is read.
        for method in [statements[1], steps[1]] {
            if let parameter = method.children.first { throw .invalidSignature(parameter, "a method without parameters") }
        }
        signatureValue = parts[1].text
        contentForm = try Self.transforms(steps[0])
        digestMethod = try Self.algorithm(steps[1])
        digestValue = steps[2].text
        let hints = parts.count == 3 ? parts[2].children : []
        keyName = hints.first { $0.isSignature("KeyName") }?.text
        certificates = hints.filter { $0.isSignature("X509Data") }.flatMap(\.children).filter { $0.isSignature("X509Certificate") }.map(
            \.text)
    }

    /// The enveloped transform, then at most one canonical form; Canonical XML 1.0 without one (§4.4.3.2).
    private static func transforms(_ element: ElementCursor) throws(XMLError) -> Canonicalization {
        let transforms = element.children
        guard let first = transforms.first, transforms.count <= 2, transforms.allSatisfy({ $0.isSignature("Transform") }),
            try algorithm(first) == EnvelopedSignature.envelopedTransform
        else { throw .invalidSignature(element, "the transform enveloped-signature and at most one canonical form after it") }
        var form = transforms.count == 2 ? try form(transforms[1]) : Canonicalization(method: .inclusive)
        form.dropsComments = true
        return form
    }

    private static func form(_ element: ElementCursor) throws(XMLError) -> Canonicalization {
        let name = try algorithm(element)
        guard let method = CanonicalMethod(rawValue: name) else {
            throw .invalidSignature(element, "a canonical form of the W3C, got `\(name)`")
        }
        var form = Canonicalization(method: method)
        for child in element.children {
            guard method.isExclusive, child.name == "InclusiveNamespaces", child.namespace == CanonicalMethod.exclusive.rawValue else {
                throw .invalidSignature(child, "no parameter but InclusiveNamespaces of an exclusive form")
            }
            form.inclusivePrefixes += (child.attribute("PrefixList") ?? "").split(whereSeparator: \.isWhitespace).map(String.init)
        }
        return form
    }

    private static func algorithm(_ element: ElementCursor) throws(XMLError) -> String {
        guard let name = element.attribute("Algorithm") else { throw .invalidSignature(element, "an attribute Algorithm") }
        return name
    }
}

extension ElementCursor {
    /// Whether it is the element of that name in the namespace of XML Signature.
    func isSignature(_ name: String) -> Bool { self.name == name && namespace == EnvelopedSignature.namespace }
}
