import Documents
import HTTPTypes

/// The half of an exchange that is judged: the answer of a call, or the request of a webhook. Its JSON is read once.
struct JudgedMessage: Sendable {
    /// How findings call it.
    enum Side: String, Sendable {
        case answer, request
    }

    let side: Side
    /// In the words of the contracts.
    let fields: HTTPFields
    let body: [UInt8]
    let mediaType: MediaType?
    /// The body as JSON, lines of JSON as an array of them; nil when its media type is neither or it is empty.
    let document: Result<Node, DocumentError>?

    /// - Parameter worded: the JSON body in the words of the contracts, when the subject has others.
    init(_ side: Side, fields: HTTPFields, body: [UInt8], worded: Node? = nil) {
        self.side = side
        self.fields = fields
        self.body = body
        let mediaType = fields[.contentType].flatMap { MediaType($0) }
        self.mediaType = mediaType
        document =
            switch mediaType {
            case _ where body.isEmpty: nil
            case let type? where type.isJSON: worded.map { .success($0) } ?? Self.read(body)
            case let type? where type.isJSONLines: Self.readLines(body)
            default: nil
            }
    }

    init(_ request: Exchange.Request) {
        self.init(.request, fields: request.wordedFields, body: request.body, worded: request.wording?.document)
    }

    init(_ response: Exchange.Response) {
        self.init(.answer, fields: response.wordedFields, body: response.body, worded: response.wording?.document)
    }

    /// The value of a field, several lines joined (RFC 9110 §5.3); nil when absent or no field can have the name.
    func field(_ name: String) -> String? { HTTPField.Name(name).flatMap { fields[$0] } }

    private static func read(_ body: [UInt8]) -> Result<Node, DocumentError> {
        do throws(DocumentError) {
            return .success(try JSONReader.read(body))
        } catch {
            return .failure(error)
        }
    }

    /// Every line is a document of its own; the last may end with the body.
    private static func readLines(_ body: [UInt8]) -> Result<Node, DocumentError> {
        var lines = body.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        var documents: [Node] = []
        for (number, line) in lines.enumerated() {
            do throws(DocumentError) {
                documents.append(try JSONReader.read(Array(line)))
            } catch {
                // Read again where it stands, so that the error names the line.
                return read(Array(repeating: UInt8(ascii: "\n"), count: number) + line)
            }
        }
        return .success(.array(documents))
    }

    /// As template variables: `status` or `method` and `url` come with it from the exchange.
    func variables(_ more: [(String, Node)]) -> Node {
        var members = more
        var headers: [(String, Node)] = []
        for field in fields where !headers.contains(where: { $0.0 == field.name.canonicalName }) {
            headers.append((field.name.canonicalName, .string(fields[field.name] ?? field.value)))
        }
        members.append(("headers", .object(headers)))
        if case .success(let node)? = document { members.append(("body", node)) }
        return .object(members)
    }
}
