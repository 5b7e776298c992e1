import Contracts
package import Documents
package import Results

/// Somebody's word that more than reading may be done to a platform in production: what, by which cases, and for how long.
///
/// There is no such value without proof: its file is signed by a key that the profile trusts for this, or pinned by its digest.
package struct Grant: Sendable, Hashable {
    package let environment: Profile.Environment
    /// Of the platform, as in the profile.
    package let baseURL: String
    /// Reading is always among them.
    package let effects: Set<Effects>
    /// Ids of interactions and scenarios, with `*` for any run of characters.
    package let cases: [String]
    /// A case all of whose requirements are among these is named too.
    package let requirements: Set<RequirementID>
    /// Tools of the profile that its cases may use.
    package let tools: Set<Profile.ToolKind>
    /// States that the platform may be brought into, with `*` for any run of characters.
    package let states: [String]
    /// From this moment on, and before that one.
    package let validFrom: Timestamp
    package let validTo: Timestamp
    /// Who stands for it.
    package let grantedBy: String
    /// The path it was read from, and the digest of what was read.
    package let file: String
    package let digest: String

    /// By what a file is pinned: SHA-256 in lower-case hex.
    package static func digest(of bytes: [UInt8]) -> String { Digest.hex(bytes) }

    /// Whether the case is one of those that the grant is for.
    func names(_ planned: PlannedCase) -> Bool {
        if cases.contains(where: { Glob.matches($0, planned.id) }) { return true }
        return !planned.requirements.isEmpty && planned.requirements.allSatisfy { requirements.contains($0.id) }
    }

    /// Whether the platform may be brought into the state.
    func includes(state: String) -> Bool { states.contains { Glob.matches($0, state) } }

    /// Why it does not hold at this moment; nil when it does.
    package func lapse(at now: Timestamp) -> String? {
        if now < validFrom { return "the grant holds from \(validFrom.description) on" }
        return now < validTo ? nil : "the grant ended at \(validTo.description)"
    }
}

/// Where a grant lies, and by what it is to be proved.
package struct GrantSource: Sendable, Hashable {
    /// The path of the grant; its signature lies beside it, with `.jws` at the end.
    package var file: String
    /// The path of a JWKS (RFC 7517 §5) with the keys that may sign grants.
    package var trust: String?
    /// SHA-256 of the file in lower-case hex.
    package var digest: String?

    package init(file: String, trust: String? = nil, digest: String? = nil) {
        self.file = file
        self.trust = trust
        self.digest = digest
    }
}
