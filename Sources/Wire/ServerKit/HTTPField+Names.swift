package import HTTPTypes

extension HTTPField.Name {
    /// `X-Request-ID`.
    package static let requestID: HTTPField.Name = {
        guard let name = HTTPField.Name("X-Request-ID") else { preconditionFailure("X-Request-ID is a token") }
        return name
    }()
}
