package import Documents
import XMLDocuments

/// A PDF file as far as it can be judged without drawing it: its frame (ISO 32000-1 §7.5) and what it says of itself in XMP.
package struct PDFDocument {
    /// Something that is not as the standard says.
    struct Issue: Equatable {
        /// Counted from the beginning of the file; nil for what is missing.
        let byte: Int?
        let message: String
        let remedy: String
    }

    /// What is wrong with the frame; empty when the file can be opened.
    let issues: [Issue]
    /// `{version, pages, archive, title, author, created, identifier, source}`; a member that the file does not tell is absent.
    package let facts: Node
    /// Names that a document for archives must not have, as far as they can be seen.
    let forbidden: [String]
    let isEncrypted: Bool
    let hasIdentifier: Bool
    let hasOutputIntent: Bool
    /// Whether objects lie in compressed streams, where this reader does not look.
    let hidesObjects: Bool

    /// Reads any bytes; what is no PDF file has issues.
    package init(_ body: [UInt8]) {
        let file = PDFBytes(bytes: body)
        let structure = file.structure
        let frame = PDFFrame(file)
        issues = frame.issues
        hidesObjects = structure.names("/ObjStm")
        isEncrypted = structure.names("/Encrypt")
        hasIdentifier = frame.trailers.contains { $0.names("/ID") }
        hasOutputIntent = structure.names("/OutputIntents") || hidesObjects
        forbidden = ["/JavaScript", "/JS", "/Launch", "/Movie", "/Sound", "/RichMedia"].filter { structure.names($0) }
        let pages = structure.count("/Page", of: "/Type")
        let metadata = PDFMetadata(file)
        var members: [(String, Node)] = []
        if let version = frame.version { members.append(("version", .string(version))) }
        if pages > 0 || !hidesObjects { members.append(("pages", .integer(pages))) }
        facts = .object(members + metadata.members)
    }
}

/// Header, cross-reference table, trailer and end of a PDF file.
struct PDFFrame {
    private(set) var issues: [PDFDocument.Issue] = []
    /// `1.7`.
    private(set) var version: String?
    /// The dictionaries after the tables, the newest first.
    private(set) var trailers: [PDFBytes] = []

    private let file: PDFBytes

    init(_ file: PDFBytes) {
        self.file = file
        guard file.has("%PDF-", at: 0), file.bytes.count > 8 else {
            issues.append(.init(byte: 0, message: "the file does not begin with %PDF-", remedy: "send the file that was written, whole"))
            return
        }
        version = String(decoding: file.bytes[5..<8], as: UTF8.self)
        guard let end = file.last("%%EOF"), file.skippingSpace(from: end + 5) == file.bytes.count else {
            issues.append(
                .init(
                    byte: nil, message: "the file does not end with %%EOF",
                    remedy: "send the file whole: it was cut, or something follows it"))
            return
        }
        guard let start = file.last("startxref"), let offset = file.number(at: start + 9)?.value else {
            issues.append(.init(byte: nil, message: "there is no startxref", remedy: "write the file with a PDF library"))
            return
        }
        follow(offset)
    }

    /// Reads the tables from the newest to the oldest; at most a hundred, each once.
    private mutating func follow(_ offset: Int) {
        var next: Int? = offset
        var seen: Set<Int> = []
        while let offset = next, seen.insert(offset).inserted, seen.count <= 100 {
            next = nil
            if file.has("xref", at: offset) {
                guard let trailer = table(at: offset + 4) else { return }
                trailers.append(trailer)
                next = trailer.first("/Prev").flatMap { trailer.number(at: $0 + 5)?.value }
            } else if let number = file.number(at: offset), let generation = file.number(at: number.end),
                file.has("obj", at: file.skippingSpace(from: generation.end)),
                let stream = file.first("stream", in: offset..<file.bytes.count)
            {
                // A cross-reference stream: its dictionary is the trailer, its entries are compressed.
                let dictionary = PDFBytes(bytes: Array(file.bytes[offset..<stream]))
                trailers.append(dictionary)
                next = dictionary.first("/Prev").flatMap { dictionary.number(at: $0 + 5)?.value }
            } else {
                issues.append(
                    .init(
                        byte: offset, message: "no cross-reference table where one is said to be",
                        remedy: "write the offsets of the bytes that are sent; a changed or re-encoded file has others"))
            }
        }
    }

    /// A table in clear text; each entry that is in use must lead to the object it names.
    private mutating func table(at position: Int) -> PDFBytes? {
        var position = file.skippingSpace(from: position)
        while !file.has("trailer", at: position) {
            guard let first = file.number(at: position), let count = file.number(at: first.end), count.value <= 8_388_607 else {
                issues.append(
                    .init(byte: position, message: "the cross-reference table cannot be read", remedy: "write the file with a PDF library"))
                return nil
            }
            position = count.end
            for number in first.value..<(first.value + count.value) {
                guard let offset = file.number(at: position), let generation = file.number(at: offset.end) else {
                    issues.append(
                        .init(byte: position, message: "the cross-reference table is cut", remedy: "send the file that was written, whole"))
                    return nil
                }
                let kind = file.skippingSpace(from: generation.end)
                if file.has("n", at: kind), !leads(to: number, generation.value, at: offset.value) {
                    issues.append(
                        .init(
                            byte: offset.value, message: "object \(number) is not where the cross-reference table says",
                            remedy: "write the offsets of the bytes that are sent; a changed or re-encoded file has others"))
                    return nil
                }
                position = file.skippingSpace(from: kind + 1)
            }
        }
        let end = file.first("startxref", in: position..<file.bytes.count) ?? file.bytes.count
        return PDFBytes(bytes: Array(file.bytes[position..<end]))
    }

    private func leads(to number: Int, _ generation: Int, at offset: Int) -> Bool {
        guard let named = file.number(at: offset), named.value == number, let second = file.number(at: named.end) else { return false }
        return second.value == generation && file.has("obj", at: file.skippingSpace(from: second.end))
    }
}

/// What the XMP packet of a file says (ISO 16684-1); for archives it must be readable by anyone.
struct PDFMetadata {
    /// By the names of `PDFDocument.facts`.
    let members: [(String, Node)]

    private static let namespaces = [
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "dc": "http://purl.org/dc/elements/1.1/",
        "pdfaid": "http://www.aiim.org/pdfa/ns/id/", "xmp": "http://ns.adobe.com/xap/1.0/",
    ]

    init(_ file: PDFBytes) {
        guard let start = file.first("<rdf:RDF"), let end = file.first("</rdf:RDF>", in: start..<file.bytes.count),
            let document = try? XMLDocument(parsing: Array(file.bytes[start..<(end + 10)]))
        else {
            members = []
            return
        }
        // A property is an element or, in the short form, an attribute; a list has its first entry taken.
        func value(_ name: String) -> String? {
            let path = "string((//\(name)//rdf:li | //\(name)[not(*)] | //@\(name))[1])"
            let text = (try? document.values(xpath: path, namespaces: Self.namespaces).first) ?? ""
            return text.isEmpty ? nil : text
        }
        let archive = value("pdfaid:part").map { $0 + (value("pdfaid:conformance") ?? "").lowercased() }
        members = [
            ("archive", archive), ("title", value("dc:title")), ("author", value("dc:creator")), ("created", value("xmp:CreateDate")),
            ("identifier", value("dc:identifier")), ("source", value("dc:source")),
        ].compactMap { name, text in text.map { (name, .string($0)) } }
    }
}
