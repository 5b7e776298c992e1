extension Fault {
    static let dossierOfAnotherTenant = Fault(
        "dossier-of-another-tenant", "The dossier of a player of another regulator's licence is shown", .dossierLicences { _, all in all })
}
