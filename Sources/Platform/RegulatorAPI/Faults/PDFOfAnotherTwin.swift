import Foundation
import HTTPTypes
import ServerKit

extension Fault {
    static let pdfOfAnotherTwin = Fault(
        "pdf-of-another-twin", "PDF files state the digest of a CSV file that nobody has",
        .answer { response, _ in
            guard response.fields[.contentType]?.hasPrefix("application/pdf") == true else { return }
            var bytes = Data(response.body)
            guard let mark = bytes.range(of: Data("sha256:".utf8)), mark.upperBound < bytes.endIndex else { return }
            // As long as before, so that everything else of the file stays right.
            bytes[mark.upperBound] = bytes[mark.upperBound] == UInt8(ascii: "0") ? UInt8(ascii: "1") : UInt8(ascii: "0")
            response.body = [UInt8](bytes)
        })
}
