import Documents
import ServerKit

extension Fault {
    static let signatureAcceptsAnything = Fault(
        "signature-accepts-anything", "Whoever asks whether a signature is right is told that it is",
        .answer { response, request in
            guard request.template?.hasSuffix("/regulator/signature") == true, response.status == 200,
                let body = try? JSONReader.read(response.body), let steps = body["steps"]?.array
            else { return }
            response.body = body.setting("accepted", true).setting("refusal", .null)
                .setting("steps", .array(steps.map { $0.setting("kept", true) })).compactBytes()
        })
}
