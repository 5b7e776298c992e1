#if PDF
    import CQPDF
    import XMLDocuments

    #if canImport(Glibc)
        import Glibc
    #else
        import Darwin
    #endif

    /// Reads a document's metadata with libqpdf; writes nothing.
    @safe struct PrintedReading {
        /// More metadata than this are not read.
        private static let maximumMetadata = 1 << 20

        private let document: qpdf_data

        static func facts(of bytes: [UInt8]) throws(TypesettingError) -> PrintedFacts {
            guard !bytes.isEmpty else { throw TypesettingError(.failed, "the document is empty") }
            guard let document = unsafe qpdf_init() else { throw TypesettingError(.failed, "qpdf has no memory left") }
            var handle: qpdf_data? = unsafe document
            defer { unsafe qpdf_cleanup(&handle) }
            unsafe qpdf_silence_errors(document)
            unsafe qpdf_set_suppress_warnings(document, 1)
            unsafe qpdf_set_attempt_recovery(document, 0)
            let reading = unsafe PrintedReading(document: document)
            // The library reads from these bytes as long as anything is asked of the document.
            let result: Result<PrintedFacts, TypesettingError> = unsafe bytes.withUnsafeBytes { bytes in
                guard let start = bytes.baseAddress else { return .failure(TypesettingError(.failed, "the document is empty")) }
                do throws(TypesettingError) {
                    try reading.check(
                        unsafe qpdf_read_memory(
                            document, "document", start.assumingMemoryBound(to: CChar.self), UInt64(bytes.count), nil))
                    return .success(try reading.facts())
                } catch {
                    return .failure(error)
                }
            }
            return try result.get()
        }

        private func facts() throws(TypesettingError) -> PrintedFacts {
            let pages = unsafe qpdf_get_num_pages(document)
            try check(unsafe qpdf_check_pdf(document))
            guard pages > 0 else { throw TypesettingError(.failed, "the document has no page") }
            guard let packet = try metadata() else {
                return PrintedFacts(pages: Int(pages), archive: nil, title: nil, identifier: nil, source: nil)
            }
            do {
                let tree = try XMLDocument(parsing: packet)
                func value(_ expression: String) throws -> String? {
                    try tree.values(
                        xpath: expression,
                        namespaces: ["dc": "http://purl.org/dc/elements/1.1/", "a": "http://www.aiim.org/pdfa/ns/id/"]
                    ).first
                }
                // Both are written as elements or as attributes (ISO 16684-1 §7.9.2.2).
                let part = try value("//a:part") ?? value("//@a:part")
                let conformance = try value("//a:conformance") ?? value("//@a:conformance")
                return PrintedFacts(
                    pages: Int(pages), archive: part.map { $0 + (conformance ?? "") },
                    title: try value("normalize-space(//dc:title)").flatMap { $0.isEmpty ? nil : $0 },
                    identifier: try value("//dc:identifier"), source: try value("//dc:source"))
            } catch {
                throw TypesettingError(.failed, "the metadata are no XML: \(error)")
            }
        }

        /// The bytes of the catalogue's metadata stream; nil when there is none.
        private func metadata() throws(TypesettingError) -> [UInt8]? {
            let stream = unsafe qpdf_oh_get_key(document, qpdf_get_root(document), "/Metadata")
            guard unsafe qpdf_oh_is_stream(document, stream) != 0 else { return nil }
            var buffer: UnsafeMutablePointer<UInt8>?
            var count = 0
            try check(unsafe qpdf_oh_get_stream_data(document, stream, qpdf_dl_generalized, nil, &buffer, &count))
            guard let start = unsafe buffer else { return nil }
            defer { unsafe free(start) }
            guard count <= Self.maximumMetadata else { throw TypesettingError(.failed, "the metadata have \(count) bytes") }
            return unsafe Array(UnsafeBufferPointer(start: start, count: count))
        }

        /// Errors and warnings alike: a document that is right has neither.
        private func check(_ code: QPDF_ERROR_CODE) throws(TypesettingError) {
            guard code != 0 else { return }
            let error = unsafe qpdf_get_error(document)
            let first = unsafe error ?? qpdf_next_warning(document)
            let message = unsafe first.map { unsafe String(cString: qpdf_get_error_message_detail(document, $0)) }
            throw TypesettingError(.failed, message ?? "the document is damaged")
        }
    }
#endif
