package import Store

/// Who reads incidents, and how much of them.
package struct IncidentReader: Sendable, Hashable {
    /// The authority that reads; nil for the operator's own people, who see everything.
    package let regulator: String?
    /// Whether it may know of confidential incidents.
    package let seesConfidential: Bool
    /// Whether it reads what the operator's people write for themselves: they alone do, but for a fault of the sandbox.
    package let seesInternal: Bool

    package init(regulator: String?, seesConfidential: Bool, seesInternal: Bool? = nil) {
        self.regulator = regulator
        self.seesConfidential = seesConfidential
        self.seesInternal = seesInternal ?? (regulator == nil)
    }

    /// Whether an incident exists for this reader.
    func sees(_ incident: IncidentRow) -> Bool {
        (seesConfidential || !incident.isConfidential) && (regulator.map(incident.regulators.contains) ?? true)
    }

    /// The query for what this reader sees.
    package func query(operatorID: String) -> IncidentQuery {
        IncidentQuery(operatorID: operatorID, regulator: regulator, showsConfidential: seesConfidential)
    }
}
