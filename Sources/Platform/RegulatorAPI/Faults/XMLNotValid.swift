import Foundation
import HTTPTypes
import ServerKit

extension Fault {
    static let xmlNotValid = Fault(
        "xml-not-valid", "XML files hold an element that their schema does not know",
        .answer { response, _ in
            guard response.fields[.contentType]?.hasPrefix("application/xml") == true else { return }
            let text = String(decoding: response.body, as: UTF8.self)
            guard let end = text.range(of: "</", options: .backwards) else { return }
            response.body = Array((text[..<end.lowerBound] + "<unknown/>" + text[end.lowerBound...]).utf8)
        })
}
