extension Fault {
    static let signatureOverAnotherBody = Fault(
        "signature-over-another-body", "Digest and signature of an answer are those of another body",
        .signing { $0.digestedBody.append(UInt8(ascii: " ")) })
}
