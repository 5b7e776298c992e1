import Documents
import Foundation
import ServerKit

extension Fault {
    static let attachmentAltered = Fault(
        "attachment-altered", "An attachment comes with other bytes than were added, under the same SHA-256",
        .answer { response, request in
            guard request.template?.hasSuffix("/attachments/{attachment}") == true, response.status == 200,
                let attachment = try? JSONReader.read(response.body), let content = attachment["content"]?.string,
                let bytes = Data(base64Encoded: content)
            else { return }
            let altered = Data(bytes.map { $0 ^ 1 }).base64EncodedString()
            response.body = attachment.setting("content", .string(altered)).compactBytes()
        })
}
