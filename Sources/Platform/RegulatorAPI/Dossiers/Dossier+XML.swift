import Documents
import SourceData
import XMLDocuments

extension Dossier {
    /// What the root element belongs to.
    static let namespace = "urn:assay:dossier:1"

    /// The same as `node` in XML: an element for each member, and for each record a `row` with a `value` for each column that is not empty.
    /// - Throws: `XMLError` when a text has characters that XML cannot hold.
    func xml() throws(XMLError) -> [UInt8] {
        var writer = XMLWriter()
        try writer.startDocument()
        try writer.start("dossier", attributes: [("xmlns", Self.namespace)])
        try writer.element("player_id", text: subject.account.position.key)
        try writer.element("licence_id", text: subject.licence)
        try writer.element("made_at", text: madeAt.description)
        try write(identityIn: &writer)
        try writer.start("wallets")
        for wallet in subject.wallets { try Self.write(wallet, in: &writer) }
        try writer.end()
        try writer.start("parts")
        for part in parts {
            let next = part.next.map { [("next", $0)] } ?? []
            try writer.start("part", attributes: [("name", part.memberName)] + next)
            for record in part.records { try Self.write(record, in: &writer) }
            try writer.end()
        }
        try writer.end()
        try writer.end()
        return writer.bytes
    }

    private func write(identityIn writer: inout XMLWriter) throws(XMLError) {
        try writer.start("identity")
        for member in subject.account.members { try Self.write(member, in: &writer) }
        if let erasedAt = subject.erasedAt { try writer.element("value", attributes: [("name", "erased_at")], text: erasedAt.description) }
        if let person = subject.person {
            try writer.start("person")
            for (name, value) in person.values { try writer.element(name, text: value) }
            try writer.end()
        }
        try writer.end()
    }

    private static func write(_ wallet: DossierSubject.Wallet, in writer: inout XMLWriter) throws(XMLError) {
        let changed = wallet.changedAt.map { [("changed_at", $0.description)] } ?? []
        try writer.start("wallet", attributes: [("wallet_id", wallet.id), ("kind", wallet.kind)] + changed)
        try write(SourceRecord.Member("balance", wallet.balance), in: &writer)
        try writer.end()
    }

    private static func write(_ record: SourceRecord, in writer: inout XMLWriter) throws(XMLError) {
        try writer.start("row", attributes: [("record", record.kind), ("at", record.position.at.description)])
        for member in record.members { try write(member, in: &writer) }
        try writer.end()
    }

    private static func write(_ member: SourceRecord.Member, in writer: inout XMLWriter) throws(XMLError) {
        switch member.cell {
        case .null: return
        case .money(_, _, let currency):
            try writer.element("value", attributes: [("name", member.name), ("currency", currency)], text: member.cell.field)
        case .text, .integer, .number, .instant, .flag, .document:
            try writer.element("value", attributes: [("name", member.name)], text: member.cell.field)
        }
    }
}
