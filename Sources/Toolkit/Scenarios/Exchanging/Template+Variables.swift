import Contracts
import Documents

extension Template {
    /// Every variable that some text of the tree names, member names included.
    static func variables(in node: Node) -> Set<String> {
        switch node.value {
        case .null, .bool, .number: []
        case .string(let text): Set(Template(text).variables)
        case .array(let elements): elements.reduce(into: []) { $0.formUnion(variables(in: $1)) }
        case .object(let members):
            members.reduce(into: []) { names, member in
                names.formUnion(Template(member.key).variables)
                names.formUnion(variables(in: member.value))
            }
        }
    }
}

extension RequestTemplate {
    /// Every variable that some template of the request names.
    var variables: Set<String> {
        var names = Set(Template(path).variables)
        for field in query + fields { names.formUnion(Template(field.value).variables) }
        switch body?.content {
        case .text(let text): names.formUnion(Template(text).variables)
        case .document(let node): names.formUnion(Template.variables(in: node))
        case .form(let fields): for field in fields { names.formUnion(Template(field.value).variables) }
        case nil: break
        }
        return names
    }
}
