/// What an admitted caller is and may do, as of this moment.
package struct Grant: Sendable, Hashable {
    package let clientID: String
    /// The authority it acts for; nil for the operator's own people.
    package let regulator: String?
    /// The operator it works for; nil for authorities.
    package let operatorID: String?
    /// Roles that the register gives and the token carries.
    package let roles: Set<Role>
    /// Scopes that the register gives and the token carries.
    package let scopes: Set<Scope>
    /// `x5t#S256` of the certificate of this connection.
    package let certificateThumbprint: String
    /// Where the caller is: the socket's other end, or what a listed proxy said of the connection; without port.
    package let address: String

    package init(
        clientID: String, regulator: String?, operatorID: String?, roles: Set<Role>, scopes: Set<Scope>, certificateThumbprint: String,
        address: String
    ) {
        self.clientID = clientID
        self.regulator = regulator
        self.operatorID = operatorID
        self.roles = roles
        self.scopes = scopes
        self.certificateThumbprint = certificateThumbprint
        self.address = address
    }

    /// Whether this is enough for a resource.
    package func meets(_ need: Need) -> Bool {
        switch need {
        case .anyRole(let wanted): !roles.isDisjoint(with: wanted)
        case .scope(let wanted): scopes.contains(wanted)
        }
    }
}
