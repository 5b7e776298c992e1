import HTTPTypes
import ServerKit

extension Fault {
    static let truncatedPDF = Fault(
        "truncated-pdf", "PDF files are sent without their last bytes",
        .answer { response, _ in
            guard response.fields[.contentType]?.hasPrefix("application/pdf") == true else { return }
            response.body.removeLast(min(200, response.body.count))
        })
}
