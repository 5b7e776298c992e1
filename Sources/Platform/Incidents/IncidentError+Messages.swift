import Documents

extension IncidentError {
    static func rules(_ file: String, at place: Place, _ what: String) -> IncidentError {
        IncidentError(.invalidRules, place.isKnown ? "\(file):\(place): \(what)" : "\(file): \(what)")
    }

    static func noType(_ code: String) -> IncidentError {
        IncidentError(.unknownType, "no type of incident has the code `\(code)`: add it to types.yaml or use one that is there")
    }
}
