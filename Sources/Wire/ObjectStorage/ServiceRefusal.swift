import Documents
import HTTPTypes
package import Transport
import XMLDocuments

/// What a store says of a request that it does not carry out (Amazon S3 API Reference, "Error responses").
///
/// Of the answer only code, message and request ID are kept: others repeat what was signed, the access key among it.
package struct ServiceRefusal: Sendable, Hashable, CustomStringConvertible {
    /// What is read of an answer that has an error in it; longer ones have no code.
    static let maximumBytes = 64 << 10

    package let status: Int
    /// As `AccessDenied`; empty when the answer has none, as to HEAD.
    package let code: String
    /// The store's own words in one line, at most 200 characters; may be empty.
    package let message: String
    /// By which the store's operator finds the request; may be empty.
    package let requestID: String
    /// Where the bucket is, when the store says so.
    package let region: String?

    /// Reads what there is; an answer that is no error of S3 has an empty code.
    package init(_ response: IncomingResponse) {
        let element = ServiceRefusal.element(response.body)
        status = response.status
        code = ServiceRefusal.name(element?.text(of: "Code")) ?? ""
        message = ServiceRefusal.line(element?.text(of: "Message") ?? "")
        requestID = ServiceRefusal.name(element?.text(of: "RequestId") ?? response.fields[.amzRequestID]) ?? ""
        region = ServiceRefusal.name(response.fields[.amzBucketRegion] ?? element?.text(of: "Region"))
    }

    /// One of the errors in the answer to the deletion of many (`DeleteResult`); it has no status of its own.
    init(code: String, message: String) {
        status = 200
        self.code = ServiceRefusal.name(code) ?? ""
        self.message = ServiceRefusal.line(message)
        requestID = ""
        region = nil
    }

    /// Status and code: `403 AccessDenied`.
    package var name: String { "\(status)" + (code.isEmpty ? "" : " \(code)") }

    package var description: String {
        name + (message.isEmpty ? "" : " (\(message))")
            + (requestID.isEmpty ? "" : ", request \(requestID)")
    }

    /// The `Error` of a body: S3 writes it without a namespace.
    static func element(_ body: [UInt8]) -> XMLTree? {
        guard !body.isEmpty, let tree = try? StorageDocument.read(body, limit: maximumBytes), tree.name == "Error" else { return nil }
        return tree
    }

    /// A word that may be repeated as it is; nil for anything else.
    private static func name(_ text: String?) -> String? {
        guard let text, !text.isEmpty, text.utf8.count <= 128, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
        return text
    }

    private static func line(_ text: String) -> String {
        let printable = text.unicodeScalars.map { $0.value < 32 || (127..<160).contains($0.value) ? " " : $0 }
        return String(String.UnicodeScalarView(printable)).excerpt
    }
}
