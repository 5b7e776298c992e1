import Documents

extension Fault {
    static let forgedManifestSignature = Fault(
        "forged-manifest-signature", "The manifest inside a callback is signed over other bytes than its own",
        .callbackBody { body in
            guard let manifest = body["manifest"] else { return body }
            return body.setting("manifest", manifest.setting("row_count", .integer((manifest["row_count"]?.integer ?? 0) + 1)))
        })
}
