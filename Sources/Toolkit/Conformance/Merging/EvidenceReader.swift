import Documents
package import Foundation
import Results

/// Reads a bundle's report together with the evidence of its exchanges, so that it can be written anew.
package enum EvidenceReader {
    private static let limits = DocumentLimits(maximumBytes: 1 << 30, maximumDepth: 64)

    /// The report of a bundle with fields and bodies in its exchanges.
    /// - Parameters:
    ///   - report: as `BundleVerifier` returned it for the folder.
    ///   - folder: the bundle; it must have been verified.
    package static func complete(_ report: ConformanceReport, in folder: URL) throws(ReportFormatError) -> ConformanceReport {
        var report = report
        for index in report.run.exchanges.indices {
            let path = report.run.exchanges[index].evidencePath
            guard let data = FileManager.default.contents(atPath: folder.appending(path: path).path) else {
                throw ReportFormatError(description: "\(path): cannot be read")
            }
            let node: Node
            do { node = try JSONReader.read([UInt8](data), limits: limits) } catch {
                throw ReportFormatError(description: "\(path): \(error)")
            }
            try report.run.exchanges[index].addEvidence(ReportCursor(node, path))
        }
        return report
    }
}

extension ExchangeRecord {
    /// Takes fields and bodies from the evidence member of this exchange.
    mutating func addEvidence(_ evidence: ReportCursor) throws(ReportFormatError) {
        let entry = try ExchangeRecord(reading: evidence.object("exchange"))
        guard entry == self else { throw ReportFormatError(description: "\(evidencePath): is the evidence of another exchange") }
        let request = try evidence.object("request")
        let response = try evidence.object("response")
        requestFields = try request.fields()
        requestBody = try request.object("body").body()
        responseFields = try response.fields()
        responseBody = try response.object("body").body()
    }
}

extension ReportCursor {
    fileprivate func fields() throws(ReportFormatError) -> [ExchangeRecord.Field] {
        try list("fields") { (entry) throws(ReportFormatError) in .init(try entry.text("name"), try entry.text("value")) }
    }

    fileprivate func body() throws(ReportFormatError) -> [UInt8] {
        let content = try text("content")
        switch try text("encoding") {
        case "utf-8": return Array(content.utf8)
        case "base64":
            guard let bytes = Base64Text.decode(content) else { throw ReportFormatError(description: "a body is not base64 (RFC 4648 §4)") }
            return bytes
        case let other: throw ReportFormatError(description: "a body has the encoding \(other); expected utf-8 or base64")
        }
    }
}
