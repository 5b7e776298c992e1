import Documents
import HTTPTypes
import ServerKit

extension Fault {
    static let wrongFileHash = Fault(
        "wrong-file-hash", "The list of a period names hashes that are not those of the files",
        .answer { response, request in
            guard request.template?.hasSuffix("/regulator/reports/{period}") == true, let list = try? JSONReader.read(response.body) else {
                return
            }
            response.body = reversingHashes(list).compactBytes()
        })

    /// The document with the digits of every member `sha256` in reverse order.
    private static func reversingHashes(_ node: Node) -> Node {
        switch node.value {
        case .array(let elements): .array(elements.map(reversingHashes))
        case .object(let members):
            .object(
                members.map { member in
                    let isHash = member.key == "sha256"
                    return (member.key, isHash ? .string(String((member.value.string ?? "").reversed())) : reversingHashes(member.value))
                })
        case .null, .bool, .number, .string: node
        }
    }
}
