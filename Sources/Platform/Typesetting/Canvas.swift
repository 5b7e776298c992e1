#if PDF
    import CPango

    /// A PDF document that is drawn with cairo and pango; the only place that calls them.
    @safe final class Canvas: TextMeasure {
        /// Where cairo writes the document to.
        private final class Sink {
            var bytes: [UInt8] = []
        }

        /// What reports are set in: it has Latin, Greek, Cyrillic and Hebrew, and comes with Debian's fonts-dejavu-core.
        static let family = "DejaVu Sans"

        private let sink = Sink()
        private let surface: OpaquePointer
        private let context: OpaquePointer
        private let layout: OpaquePointer
        private var fonts: [OpaquePointer]

        /// - Throws: `TypesettingError` `pdf-font-missing` or `pdf-failed`.
        init(_ report: PrintedReport) throws(TypesettingError) {
            let write: cairo_write_func_t = { closure, data, length in
                guard let closure = unsafe closure, let data = unsafe data else { return CAIRO_STATUS_WRITE_ERROR }
                let sink = unsafe Unmanaged<Sink>.fromOpaque(closure).takeUnretainedValue()
                unsafe sink.bytes.append(contentsOf: UnsafeBufferPointer(start: data, count: Int(length)))
                return CAIRO_STATUS_SUCCESS
            }
            unsafe fonts = []
            guard
                let surface = unsafe cairo_pdf_surface_create_for_stream(
                    write, Unmanaged.passUnretained(sink).toOpaque(), PageGeometry.width, PageGeometry.height),
                let context = unsafe cairo_create(surface), let layout = unsafe pango_cairo_create_layout(context)
            else { throw TypesettingError(.failed, "cairo could not begin a document: is there memory left?") }
            unsafe self.surface = surface
            unsafe self.context = context
            unsafe self.layout = layout
            for (kind, text) in [
                (CAIRO_PDF_METADATA_TITLE, report.title), (CAIRO_PDF_METADATA_AUTHOR, report.author),
                (CAIRO_PDF_METADATA_SUBJECT, report.subject), (CAIRO_PDF_METADATA_CREATOR, report.software),
                (CAIRO_PDF_METADATA_CREATE_DATE, report.createdAt.toTheSecond),
            ] { unsafe cairo_pdf_surface_set_metadata(surface, kind, text) }
            // Widths do not depend on a screen's pixels.
            let options = unsafe cairo_font_options_create()
            unsafe cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
            unsafe cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
            unsafe pango_cairo_context_set_font_options(pango_layout_get_context(layout), options)
            unsafe cairo_font_options_destroy(options)
            unsafe pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
            unsafe pango_layout_set_single_paragraph_mode(layout, 1)
            unsafe cairo_set_line_width(context, 0.3)
            for style in TextStyle.allCases {
                guard let font = unsafe pango_font_description_new() else { throw TypesettingError(.failed, "pango has no memory left") }
                unsafe pango_font_description_set_family(font, Self.family)
                unsafe pango_font_description_set_weight(font, style.isBold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL)
                unsafe pango_font_description_set_absolute_size(font, style.size * Double(PANGO_SCALE))
                unsafe fonts.append(font)
            }
            guard hasFont else {
                throw TypesettingError(.fontMissing, "the font \(Self.family) is not installed: apt-get install fonts-dejavu-core")
            }
        }

        deinit {
            for index in unsafe fonts.indices { unsafe pango_font_description_free(fonts[index]) }
            unsafe assay_layout_free(layout)
            unsafe cairo_destroy(context)
            unsafe cairo_surface_destroy(surface)
        }

        func size(_ text: String, _ style: TextStyle, width: Double?) -> (width: Double, height: Double) {
            set(text, style, width: width)
            var extent = PangoRectangle()
            unsafe pango_layout_get_extents(layout, nil, &extent)
            return (Double(extent.width) / Double(PANGO_SCALE), Double(extent.height) / Double(PANGO_SCALE))
        }

        /// Draws a text from its upper left corner, wrapped at `width`; one that runs from right to left begins at the right.
        func draw(
            _ text: String, _ style: TextStyle, x: Double, y: Double, width: Double, grey: Double = 0, isTrailing: Bool = false
        ) {
            guard !text.isEmpty else { return }
            set(text, style, width: width)
            // Pango exchanges left and right for a paragraph that runs from right to left.
            let isRightToLeft = unsafe pango_layout_get_direction(layout, 0) == PANGO_DIRECTION_RTL
            unsafe pango_layout_set_alignment(layout, isTrailing && !isRightToLeft ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT)
            unsafe cairo_set_source_rgb(context, grey, grey, grey)
            unsafe cairo_move_to(context, x, y)
            unsafe pango_cairo_show_layout(context, layout)
        }

        func fill(x: Double, y: Double, width: Double, height: Double, grey: Double) {
            unsafe cairo_set_source_rgb(context, grey, grey, grey)
            unsafe cairo_rectangle(context, x, y, width, height)
            unsafe cairo_fill(context)
        }

        func line(fromX: Double, toX: Double, y: Double) {
            unsafe cairo_set_source_rgb(context, 0.75, 0.75, 0.75)
            unsafe cairo_move_to(context, fromX, y)
            unsafe cairo_line_to(context, toX, y)
            unsafe cairo_stroke(context)
        }

        func endPage() throws(TypesettingError) {
            unsafe cairo_show_page(context)
            try check()
        }

        /// The document's bytes, after the last page.
        func finish() throws(TypesettingError) -> [UInt8] {
            unsafe cairo_surface_finish(surface)
            try check()
            return sink.bytes
        }

        private func set(_ text: String, _ style: TextStyle, width: Double?) {
            unsafe pango_layout_set_font_description(layout, fonts[style.rawValue])
            unsafe pango_layout_set_width(layout, width.map { Int32($0 * Double(PANGO_SCALE)) } ?? -1)
            unsafe pango_layout_set_text(layout, text, Int32(text.utf8.count))
        }

        private func check() throws(TypesettingError) {
            for status in unsafe [cairo_surface_status(surface), cairo_status(context)] where status != CAIRO_STATUS_SUCCESS {
                throw TypesettingError(.failed, "cairo: \(unsafe String(cString: cairo_status_to_string(status)))")
            }
        }

        /// Fontconfig gives another font rather than none; what it gave is asked for its name.
        private var hasFont: Bool {
            guard let font = unsafe pango_context_load_font(pango_layout_get_context(layout), fonts[TextStyle.cell.rawValue]),
                let description = unsafe pango_font_describe(font)
            else { return false }
            defer { unsafe pango_font_description_free(description) }
            return unsafe pango_font_description_get_family(description).map { unsafe String(cString: $0) } == Self.family
        }
    }
#endif
