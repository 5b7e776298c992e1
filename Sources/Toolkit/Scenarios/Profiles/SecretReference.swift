/// Where a secret lies; profiles never hold the secret itself, so they can be committed and printed.
///
/// Three forms: `file:path` (relative paths are resolved against the profile's folder), `env:NAME`, and `exec:command` (the trimmed
/// standard output of a program, run through no shell).
package struct SecretReference: Sendable, Hashable, CustomStringConvertible {
    /// The place a secret is read from.
    package enum Place: Sendable, Hashable {
        /// An absolute path, or one relative to the working directory.
        case file(String)
        /// The name of an environment variable.
        case environment(String)
        /// A program and its arguments, split at spaces.
        case command([String])
    }

    package let place: Place

    package init(_ place: Place) {
        self.place = place
    }

    /// Reads `file:`, `env:` or `exec:`; nil when the text has none of these prefixes or nothing behind it.
    package init?(parsing text: String, folder: String) {
        guard let colon = text.firstIndex(of: ":") else { return nil }
        let rest = String(text[text.index(after: colon)...])
        guard !rest.allSatisfy(\.isWhitespace) else { return nil }
        switch text[..<colon] {
        case "file": place = .file(rest.hasPrefix("/") || folder.isEmpty ? rest : "\(folder)/\(rest)")
        case "env": place = .environment(rest)
        case "exec": place = .command(rest.split(separator: " ").map(String.init))
        default: return nil
        }
    }

    /// The reference as written in a profile; says nothing of the secret.
    package var description: String {
        switch place {
        case .file(let path): "file:\(path)"
        case .environment(let name): "env:\(name)"
        case .command(let words): "exec:\(words.joined(separator: " "))"
        }
    }
}
