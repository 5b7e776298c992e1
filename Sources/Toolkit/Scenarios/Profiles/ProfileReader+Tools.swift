import Contracts
import Documents
import Results

/// Reads `tools` and `drops`.
extension ProfileReader {
    private enum Method: String, CaseIterable {
        case post = "POST"
        case put = "PUT"
    }

    mutating func readTools(_ node: Node, identities: [String]) -> [Profile.ToolKind: Profile.Tool] {
        guard let object = source.object(node, as: "`tools`", keys: Profile.ToolKind.allCases.map(\.rawValue)) else { return [:] }
        var tools: [Profile.ToolKind: Profile.Tool] = [:]
        for kind in Profile.ToolKind.allCases {
            guard let member = object[kind.rawValue] else { continue }
            tools[kind] = tool(member, kind, identities: identities)
        }
        return tools
    }

    /// A URL, a program, or a mapping that says how the request is made.
    private mutating func tool(_ member: Node.Member, _ kind: Profile.ToolKind, identities: [String]) -> Profile.Tool? {
        if let written = member.value.string {
            if written.hasPrefix("exec:") {
                let words = written.dropFirst("exec:".count).split(separator: " ").map(String.init)
                if !words.isEmpty { return .command(words) }
                source.report(.profileTool(member.key, at: source.location(of: member.value)))
                return nil
            }
            return url(member).map { .request(method: Self.method(kind), url: $0, identity: nil, body: Self.body(kind)) }
        }
        guard
            let object = source.object(member.value, as: "a tool", keys: ["url", "method", "as", "body"], required: ["url"])
        else { return nil }
        let method = object["method"].flatMap { source.choice($0.value, as: "`method`", of: Method.self)?.rawValue }
        let identity = source.string(object["as"])
        if let identity, let written = object["as"], !identities.contains(identity) {
            let near = Spelling.nearest(to: identity, among: identities)
            source.report(.profileIdentity(identity, near: near, at: source.location(of: written.value)))
        }
        let body = source.mapping(object["body"])
        return url(object["url"]).map {
            .request(method: method ?? Self.method(kind), url: $0, identity: identity, body: body ?? Self.body(kind))
        }
    }

    private static func method(_ kind: Profile.ToolKind) -> String { kind == .faults ? "PUT" : "POST" }

    /// What is sent when the profile does not say.
    private static func body(_ kind: Profile.ToolKind) -> Node {
        switch kind {
        case .clock: ["advance_seconds": "{{ seconds }}"]
        case .faults: ["enabled": "{{ names }}"]
        case .restart: ["how": "{{ how }}"]
        case .rotateKey: ["key": "{{ key }}"]
        }
    }

    mutating func readDrops(_ node: Node) -> Profile.Drops {
        guard let object = source.object(node, as: "`drops`", keys: ["mail", "domain", "folder"]) else { return Profile.Drops() }
        let mail = source.string(object["mail"])
        if let mail, let member = object["mail"], Self.address(mail) == nil {
            source.report(.profileAddress(at: source.location(of: member.value)))
        }
        let folder = source.string(object["folder"]).map { $0.hasPrefix("/") || self.folder.isEmpty ? $0 : "\(self.folder)/\($0)" }
        return Profile.Drops(mail: mail, mailDomain: source.string(object["domain"]) ?? "regulator.test", folder: folder)
    }
}
