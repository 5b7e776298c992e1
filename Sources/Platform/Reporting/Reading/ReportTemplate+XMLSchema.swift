import XMLDocuments

extension ReportTemplate {
    /// What an XML file of this report must look like: envelope, control totals and rows.
    /// - Throws: `XMLError` when the template has a name that XML does not take.
    func xmlSchema() throws(XMLError) -> XMLSchema {
        var writer = XMLWriter()
        try writer.startDocument()
        try writer.start(
            "xs:schema",
            attributes: [
                ("xmlns:xs", "http://www.w3.org/2001/XMLSchema"), ("xmlns:r", namespace), ("targetNamespace", namespace),
                ("elementFormDefault", "qualified"),
            ])
        try writer.start("xs:element", attributes: [("name", rootElement)])
        try sequence(in: &writer) { writer throws(XMLError) in
            try envelope(in: &writer)
            try rows(in: &writer)
        }
        try writer.end()
        try types(in: &writer)
        try writer.end()
        return try XMLSchema(xsd: writer.bytes, named: "\(id).xsd")
    }

    /// The members of `ReportEnvelope.fields`, row count and totals, in the order in which they are written.
    private func envelope(in writer: inout XMLWriter) throws(XMLError) {
        try writer.start("xs:element", attributes: [("name", "envelope")])
        try sequence(in: &writer) { writer throws(XMLError) in
            for (name, value) in [("template_id", id), ("template_name", self.name), ("template_version", String(version))] {
                try element(name, "xs:string", in: &writer, extra: [("fixed", value)])
            }
            for name in ["operator_id", "operator", "licence", "licence_no"] { try element(name, "r:name", in: &writer) }
            try element("regulator", "r:regulator", in: &writer)
            try element("period", "r:name", in: &writer)
            try element("period_from", "xs:dateTime", in: &writer)
            try element("period_to", "xs:dateTime", in: &writer)
            try element("timezone", "r:name", in: &writer)
            try element("generated_at", "xs:dateTime", in: &writer)
            try element("generator_version", "r:name", in: &writer)
            try element("run_id", "r:uuid", in: &writer)
            try element("replaces_run_id", "r:uuid", in: &writer, extra: [("minOccurs", "0")])
            try element("dataset_sha256", "r:sha256", in: &writer)
            try element("row_count", "xs:nonNegativeInteger", in: &writer)
            try writer.start("xs:element", attributes: [("name", "control_totals")])
            try sequence(in: &writer) { writer throws(XMLError) in
                try element("total", "r:total", in: &writer, extra: [("minOccurs", "0"), ("maxOccurs", "unbounded")])
            }
            try writer.end()
        }
        try writer.end()
    }

    private func rows(in writer: inout XMLWriter) throws(XMLError) {
        try writer.start("xs:element", attributes: [("name", "rows")])
        try sequence(in: &writer) { writer throws(XMLError) in
            try writer.start("xs:element", attributes: [("name", "row"), ("minOccurs", "0"), ("maxOccurs", "unbounded")])
            try sequence(in: &writer) { writer throws(XMLError) in
                for column in columns {
                    try element(
                        column.name, "r:\(column.kind.rawValue)", in: &writer,
                        extra: column.isAlwaysThere ? [] : [("minOccurs", "0")])
                }
            }
            try writer.end()
        }
        try writer.end()
    }

    private func types(in writer: inout XMLWriter) throws(XMLError) {
        try restriction("name", "xs:string", [("xs:minLength", "1")], in: &writer)
        try restriction("regulator", "xs:string", regulators.sorted().map { ("xs:enumeration", $0) }, in: &writer)
        try restriction("uuid", "xs:string", [("xs:pattern", "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")], in: &writer)
        try restriction("sha256", "xs:string", [("xs:pattern", "[0-9a-f]{64}")], in: &writer)
        try restriction("currency", "xs:string", [("xs:pattern", "[A-Z]{3}")], in: &writer)
        try restriction("text", "xs:string", [("xs:minLength", "1")], in: &writer)
        try restriction("day", "xs:date", [("xs:pattern", "[0-9]{4}-[0-9]{2}-[0-9]{2}")], in: &writer)
        try restriction("count", "xs:nonNegativeInteger", [("xs:pattern", "[0-9]{1,18}")], in: &writer)
        for (kind, decimals) in [("money", 2), ("percentage", 2), ("ratio", 4), ("rate", 8)] {
            try restriction(kind, "xs:decimal", [("xs:pattern", "-?[0-9]{1,16}\\.[0-9]{\(decimals)}")], in: &writer)
        }
        try writer.start("xs:complexType", attributes: [("name", "total")])
        try writer.start("xs:simpleContent")
        try writer.start("xs:extension", attributes: [("base", "xs:decimal")])
        try writer.element("xs:attribute", attributes: [("name", "column"), ("type", "xs:NCName"), ("use", "required")])
        try writer.element("xs:attribute", attributes: [("name", "currency"), ("type", "r:currency")])
        for _ in 0..<3 { try writer.end() }
    }

    private func restriction(
        _ name: String, _ base: String, _ facets: [(String, String)], in writer: inout XMLWriter
    ) throws(XMLError) {
        try writer.start("xs:simpleType", attributes: [("name", name)])
        try writer.start("xs:restriction", attributes: [("base", base)])
        for (facet, value) in facets { try writer.element(facet, attributes: [("value", value)]) }
        try writer.end()
        try writer.end()
    }

    private func element(
        _ name: String, _ type: String, in writer: inout XMLWriter, extra: [(String, String)] = []
    ) throws(XMLError) {
        try writer.element("xs:element", attributes: [("name", name), ("type", type)] + extra)
    }

    /// A complex type that is a sequence of what `content` writes.
    private func sequence(
        in writer: inout XMLWriter, _ content: (inout XMLWriter) throws(XMLError) -> Void
    ) throws(XMLError) {
        try writer.start("xs:complexType")
        try writer.start("xs:sequence")
        try content(&writer)
        try writer.end()
        try writer.end()
    }
}
