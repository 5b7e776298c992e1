import Documents
import ServerKit
import SourceData

/// Which part of a dossier is asked for, and from where on.
struct DossierQuestion: Sendable {
    /// Nil is all parts, each from its beginning.
    let part: RecordLog?
    let cursor: String?
    /// 1 … 1000 records of each part.
    let limit: Int

    /// Everything, with so many records of each part.
    init(limit: Int = LogQuery.standardLimit) {
        part = nil
        cursor = nil
        self.limit = limit
    }

    /// - Throws: 400 `unknown-parameter`, `duplicate-parameter`, `invalid-parameter`. A part that the reader must not know of is a part that
    ///   does not exist.
    init(_ request: ServerRequest, restricted: RestrictedColumns) throws(Problem) {
        try request.allowQuery(["part", "cursor", "limit"])
        let names = Dossier.partNames(restricted)
        if let name = try request.queryValue("part") {
            guard names.contains(name), let found = RecordLog.part(name) else {
                throw .invalidParameter("part", "expected one of \(names.joined(separator: ", "))")
            }
            part = found
        } else {
            part = nil
        }
        cursor = try request.queryValue("cursor")
        guard cursor == nil || part != nil else { throw .invalidParameter("cursor", "a cursor belongs to a part") }
        limit = try LogQuery.limit(try request.queryValue("limit"))
    }

    /// As it is put on record.
    var filter: Node { .object(part.map { [("part", .string($0.name))] } ?? []) }
}
