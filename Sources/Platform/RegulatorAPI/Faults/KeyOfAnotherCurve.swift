import Documents
import ServerKit

extension Fault {
    static let keyOfAnotherCurve = Fault(
        "key-of-another-curve", "The key set has a key of a curve that the profile does not know",
        .answer { response, request in
            guard request.path.contains("/.well-known/jwks.json"), response.status == 200,
                let body = try? JSONReader.read(response.body)
            else { return }
            let more: Node = [
                "kty": "EC", "crv": "secp256k1", "kid": "another-curve", "use": "sig", "alg": "ES256K",
                "x": "eb5mfvncu6xVoGKVzocLBwKb_NstzijZWfKBWxb4F5g", "y": "SDradyajxGVdpPv8DhEIqP0XtEimhVQZnEfQj_sQ1Lg",
            ]
            response.body = Node.object([("keys", .array((body["keys"]?.array ?? []) + [more]))]).compactBytes()
        })
}
