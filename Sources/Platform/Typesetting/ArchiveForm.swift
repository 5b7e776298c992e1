#if PDF
    import CQPDF

    /// Turns a document of cairo's into PDF/A-2b (ISO 19005-2) with libqpdf; the only place that calls it.
    @safe struct ArchiveForm {
        private let report: PrintedReport
        private let document: qpdf_data

        /// The archivable form of a document.
        /// - Throws: `TypesettingError` `pdf-failed`.
        static func of(_ drawn: [UInt8], _ report: PrintedReport) throws(TypesettingError) -> [UInt8] {
            guard let document = unsafe qpdf_init() else { throw TypesettingError(.failed, "qpdf has no memory left") }
            var handle: qpdf_data? = unsafe document
            defer { unsafe qpdf_cleanup(&handle) }
            unsafe qpdf_silence_errors(document)
            unsafe qpdf_set_suppress_warnings(document, 1)
            let form = unsafe ArchiveForm(report: report, document: document)
            // The library reads from these bytes until the document is written.
            let result: Result<[UInt8], TypesettingError> = unsafe drawn.withUnsafeBytes { bytes in
                guard let start = bytes.baseAddress else { return .failure(TypesettingError(.failed, "cairo wrote nothing")) }
                do throws(TypesettingError) {
                    try form.check(
                        unsafe qpdf_read_memory(
                            document, "report", start.assumingMemoryBound(to: CChar.self), UInt64(bytes.count), nil))
                    try form.convert()
                    return .success(try form.written())
                } catch {
                    return .failure(error)
                }
            }
            return try result.get()
        }

        private func convert() throws(TypesettingError) {
            let root = unsafe qpdf_get_root(document)
            var fonts: Set<Int32> = []
            for number in 0..<max(0, unsafe qpdf_get_num_pages(document)) {
                let page = unsafe qpdf_get_page_n(document, Int(number))
                // The group that cairo gives each page would make it transparent without an own colour space.
                unsafe qpdf_oh_remove_key(document, page, "/Group")
                declareGlyphs(of: page, &fonts)
            }
            let profile = stream(ColourProfile.sRGB, ["/N": "3"])
            let intent = parsed(
                "<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB) /Info (sRGB IEC61966-2.1) >>")
            unsafe qpdf_oh_replace_key(document, intent, "/DestOutputProfile", profile)
            let intents = unsafe qpdf_oh_new_array(document)
            unsafe qpdf_oh_append_item(document, intents, intent)
            unsafe qpdf_oh_replace_key(document, root, "/OutputIntents", intents)
            let packet: [UInt8]
            do {
                packet = try XMPPacket(report: report, producer: producer).bytes()
            } catch {
                throw TypesettingError(.failed, "the metadata cannot be written: \(error)")
            }
            unsafe qpdf_oh_replace_key(
                document, root, "/Metadata", stream(packet, ["/Type": "/Metadata", "/Subtype": "/XML"]))
            unsafe qpdf_oh_replace_key(
                document, root, "/Lang", qpdf_oh_new_unicode_string(document, report.language.rawValue))
            unsafe qpdf_oh_replace_key(document, root, "/ViewerPreferences", parsed("<< /DisplayDocTitle true >>"))
        }

        /// States for fonts of the CID kind that their codes are their glyphs, which cairo leaves to be understood.
        private func declareGlyphs(of page: qpdf_oh, _ seen: inout Set<Int32>) {
            let named = unsafe qpdf_oh_get_key_if_dict(document, qpdf_oh_get_key_if_dict(document, page, "/Resources"), "/Font")
            guard unsafe qpdf_oh_is_dictionary(document, named) != 0 else { return }
            unsafe qpdf_oh_begin_dict_key_iter(document, named)
            var keys: [String] = []
            while unsafe qpdf_oh_dict_more_keys(document) != 0 {
                if let key = unsafe qpdf_oh_dict_next_key(document) { keys.append(unsafe String(cString: key)) }
            }
            for key in keys {
                let font = unsafe qpdf_oh_get_key(document, named, key)
                guard seen.insert(unsafe qpdf_oh_get_object_id(document, font)).inserted else { continue }
                let descendants = unsafe qpdf_oh_get_key(document, font, "/DescendantFonts")
                guard unsafe qpdf_oh_is_array(document, descendants) != 0 else { continue }
                let descendant = unsafe qpdf_oh_get_array_item(document, descendants, 0)
                if unsafe String(cString: qpdf_oh_get_name(document, qpdf_oh_get_key(document, descendant, "/Subtype"))) == "/CIDFontType2"
                {
                    unsafe qpdf_oh_replace_key(document, descendant, "/CIDToGIDMap", qpdf_oh_new_name(document, "/Identity"))
                    declareSubset(of: descendant)
                }
            }
        }

        /// Lists the glyphs of a subset, which cairo numbers from 0 and gives a width each: older archives ask for the list.
        private func declareSubset(of font: qpdf_oh) {
            let widths = unsafe qpdf_oh_get_key(document, font, "/W")
            guard unsafe qpdf_oh_is_array(document, widths) != 0, unsafe qpdf_oh_get_array_n_items(document, widths) == 2,
                unsafe qpdf_oh_get_int_value(document, qpdf_oh_get_array_item(document, widths, 0)) == 0
            else { return }
            let count = Int(unsafe qpdf_oh_get_array_n_items(document, qpdf_oh_get_array_item(document, widths, 1)))
            var bits = [UInt8](repeating: 0, count: (count + 7) / 8)
            for glyph in 0..<count { bits[glyph / 8] |= 0x80 >> UInt8(glyph % 8) }
            unsafe qpdf_oh_replace_key(document, qpdf_oh_get_key(document, font, "/FontDescriptor"), "/CIDSet", stream(bits, [:]))
        }

        private var producer: String {
            unsafe qpdf_get_info_key(document, "/Producer").map { unsafe String(cString: $0) } ?? ""
        }

        private func parsed(_ text: String) -> qpdf_oh { unsafe qpdf_oh_parse(document, text) }

        private func stream(_ bytes: [UInt8], _ keys: KeyValuePairs<String, String>) -> qpdf_oh {
            let stream = unsafe qpdf_oh_new_stream(document)
            unsafe bytes.withUnsafeBufferPointer { buffer in
                unsafe qpdf_oh_replace_stream_data(
                    document, stream, buffer.baseAddress, buffer.count, qpdf_oh_new_null(document), qpdf_oh_new_null(document))
            }
            let dictionary = unsafe qpdf_oh_get_dict(document, stream)
            for (key, value) in keys { unsafe qpdf_oh_replace_key(document, dictionary, key, parsed(value)) }
            return stream
        }

        private func written() throws(TypesettingError) -> [UInt8] {
            try check(unsafe qpdf_init_write_memory(document))
            unsafe qpdf_set_deterministic_ID(document, 1)
            // Objects stand one by one, so that the metadata can be read by anyone.
            unsafe qpdf_set_object_stream_mode(document, qpdf_o_disable)
            unsafe qpdf_set_newline_before_endstream(document, 1)
            unsafe qpdf_set_minimum_pdf_version(document, "1.7")
            try check(unsafe qpdf_write(document))
            guard let buffer = unsafe qpdf_get_buffer(document) else { throw TypesettingError(.failed, "qpdf wrote nothing") }
            return unsafe Array(UnsafeBufferPointer(start: buffer, count: qpdf_get_buffer_length(document)))
        }

        private func check(_ code: QPDF_ERROR_CODE) throws(TypesettingError) {
            guard code & 2 != 0 else { return }
            let message = unsafe qpdf_get_error(document).map { unsafe String(cString: qpdf_get_error_full_text(document, $0)) }
            throw TypesettingError(.failed, "qpdf: \(message ?? "failed")")
        }
    }
#endif
