import Documents
import HTTPTypes
import Verification

/// An exchange as template variables: `request.method`, `request.url`, `request.headers.…`, `request.body.…`, and `response.status`,
/// `response.headers.…`, `response.body.…`. Names of fields are in lower case; a body that is not JSON is absent.
enum ExchangeVariables {
    static func values(of exchange: Exchange) -> [String: Node] {
        var request: [(String, Node)] = [
            ("method", .string(exchange.request.wordedMethod)), ("url", .string(exchange.request.wordedURL)),
            ("headers", fields(exchange.request.wordedFields)),
        ]
        if let body = exchange.request.document { request.append(("body", body)) }
        var response: [(String, Node)] = [
            ("status", .integer(exchange.response.status)), ("headers", fields(exchange.response.wordedFields)),
        ]
        if let body = exchange.response.document { response.append(("body", body)) }
        return ["request": .object(request), "response": .object(response)]
    }

    private static func fields(_ fields: HTTPFields) -> Node {
        .object(fields.map { ($0.name.canonicalName, .string($0.value)) })
    }
}
