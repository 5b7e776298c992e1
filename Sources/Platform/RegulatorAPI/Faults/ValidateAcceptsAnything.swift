import Documents
import ServerKit

extension Fault {
    static let validateAcceptsAnything = Fault(
        "validate-accepts-anything", "Whoever asks whether a document is right is told that it is",
        .answer { response, request in
            guard request.template?.hasSuffix("/regulator/validate") == true, response.status == 200,
                let body = try? JSONReader.read(response.body)
            else { return }
            response.body = body.setting("valid", true).setting("findings", []).compactBytes()
        })
}
