/// The kinds of entities whose current version has a row in the store, and each of whose versions was written with an event of the audit
/// trail that leads to it: what a restored trail brings back. Other histories tell of what lies elsewhere.
package enum EntityKinds {
    package static let inTrail: Set<String> = Set(EntityCatalogue.kinds.map { $0.kind } + [RealmServices.approvalKind])
}
