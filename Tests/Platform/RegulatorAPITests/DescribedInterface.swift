import Documents
import Foundation
import HTTPTypes
import JSONSchema

@testable import RegulatorAPI

/// The description of the interface as something that answers can be held against.
struct DescribedInterface: Sendable {
    struct Operation: Sendable {
        let id: String
        let method: String
        let path: String
        /// Only the sandbox has it.
        let isTool: Bool
        /// The path begins at the host, not at a realm.
        let isOfHost: Bool
        /// Sets of scopes that each let a caller in; nil asks for nothing, an empty set for a certificate.
        let scopes: [Set<String>]?
        let node: Node
        let pointer: JSONPointer

        /// The operation's route in each realm that has it, with placeholders made alike.
        var templates: [String] {
            let plain = path.replacing(/\{[^}]*\}/, with: "{}")
            if isOfHost { return ["\(method) \(plain)"] }
            return (isTool ? [] : ["\(method) \(plain)"]) + ["\(method) /sandbox\(plain)"]
        }
    }

    let description: InterfaceDescription
    let tree: Node

    init(_ description: InterfaceDescription) throws {
        self.description = description
        tree = try description.tree()
    }

    var operations: [Operation] {
        (tree["paths"]?.members ?? []).flatMap { path in
            (path.value.members ?? []).filter { ["get", "put", "post", "delete", "patch"].contains($0.key) }.map { operation in
                let alternatives = operation.value["security"]?.array ?? []
                return Operation(
                    id: operation.value["operationId"]?.string ?? "", method: operation.key.uppercased(), path: path.key,
                    isTool: operation.value["x-realm"]?.string == "sandbox", isOfHost: path.value["servers"] != nil,
                    scopes: alternatives.isEmpty
                        ? nil : alternatives.map { Set($0["clientCredentials"]?.array?.compactMap(\.string) ?? []) },
                    node: operation.value, pointer: JSONPointer(["paths", path.key, operation.key]))
            }
        }
    }

    /// The path and the query of a call with the values given, or else the examples of the description; nil when a value is nowhere.
    func target(of operation: Operation, values: [String: String]) -> String? {
        var (path, query) = (operation.path, "")
        for parameter in (operation.node["parameters"]?.array ?? []).map({ resolved($0).node }) {
            guard parameter["required"]?.bool == true, let name = parameter["name"]?.string else { continue }
            guard let value = values[name] ?? parameter["example"]?.string else { return nil }
            switch parameter["in"]?.string {
            case "path": path = path.replacing("{\(name)}", with: value)
            case "query": query += "\(query.isEmpty ? "?" : "&")\(name)=\(value)"
            default: return nil
            }
        }
        return path + query
    }

    /// Everything in an answer that the description does not say: its status, media type, body and fields.
    func findings(status: Int, fields: HTTPFields, body: [UInt8], of operation: Operation) throws -> [String] {
        let responses = operation.pointer.appending("responses")
        let listed = operation.node["responses"]
        guard let key = listed?["\(status)"] != nil ? "\(status)" : status >= 400 && listed?["default"] != nil ? "default" : nil,
            let named = listed?[key]
        else { return ["the status \(status) is not described"] }
        let (response, pointer) = resolved(named, at: responses.appending(key))
        var findings: [String] = []
        for header in response["headers"]?.members ?? [] {
            let (node, place) = resolved(header.value, at: pointer.appending("headers").appending(header.key))
            guard let name = HTTPField.Name(header.key), let value = fields[name] else {
                if node["required"]?.bool == true { findings.append("the field \(header.key) is not there") }
                continue
            }
            let text: Node = node["schema"]?["type"]?.string == "integer" ? .integer(Int(value) ?? -1) : .string(value)
            for violation in try schema(at: place.appending("schema")).violations(of: text) {
                findings.append("\(header.key): \(violation.message)")
            }
        }
        guard let content = response["content"]?.members else {
            return findings + (body.isEmpty ? [] : ["a body of \(body.count) bytes is not described"])
        }
        guard let type = fields[.contentType], let media = content.first(where: { $0.key == type }) else {
            return findings + ["the media type \(fields[.contentType] ?? "none") is not described"]
        }
        guard type == "application/json" || type.hasSuffix("+json") else { return findings }
        let place = pointer.appending("content").appending(media.key).appending("schema")
        let violations = try schema(at: place).violations(of: try JSONReader.read(body), limit: 5)
        return findings + violations.map { "\($0.instance): \($0.message)" }
    }

    /// What a reference within the description means, and where that stands.
    func resolved(_ node: Node, at pointer: JSONPointer = JSONPointer()) -> (node: Node, pointer: JSONPointer) {
        guard let reference = node["$ref"]?.string, reference.hasPrefix("#/"),
            let place = try? JSONPointer(parsing: String(reference.dropFirst())),
            let target = place.node(in: tree)
        else { return (node, pointer) }
        return resolved(target, at: place)
    }

    private func schema(at pointer: JSONPointer) throws -> JSONSchema {
        let fragment = pointer.description.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? ""
        return try description.schema(at: "#\(fragment)")
    }
}
