import Documents
import Foundation

extension Fault {
    static let alteredCallbackFile = Fault(
        "altered-callback-file", "The file inside a callback is not the one that its hash and manifest name",
        .callbackBody { body in
            guard let file = body["file"], let text = file["content"]?.string, let content = Data(base64Encoded: text) else { return body }
            let altered = content + Data("\r\n".utf8)
            return body.setting("file", file.setting("content", .string(altered.base64EncodedString())))
        })
}
