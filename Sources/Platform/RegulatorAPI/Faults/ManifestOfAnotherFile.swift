import Documents

extension Fault {
    static let manifestOfAnotherFile = Fault(
        "manifest-of-another-file", "The manifest inside a callback names the hash of another file",
        .callbackBody { body in
            guard let manifest = body["manifest"], let file = manifest["files"]?[0], let hash = file["sha256"]?.string else { return body }
            let other = file.setting("sha256", .string(String(hash.reversed())))
            return body.setting("manifest", manifest.setting("files", [other]))
        })
}
