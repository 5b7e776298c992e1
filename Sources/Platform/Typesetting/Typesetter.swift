import Documents
import Synchronization

/// Prints reports as PDF/A-2b (ISO 19005-2): A4 landscape, fonts embedded, the same bytes for the same report.
package enum Typesetter {
    /// Whether this build has the typesetting libraries: the package's trait `PDF`.
    package static var isAvailable: Bool {
        #if PDF
            true
        #else
            false
        #endif
    }

    /// One document at a time: the caches of fonts behind cairo and pango are shared by all threads of the process.
    private static let press = Mutex(())

    /// - Throws: `TypesettingError`.
    package static func pdf(of report: PrintedReport) throws(TypesettingError) -> [UInt8] {
        #if PDF
            return try press.withLock { _ throws(TypesettingError) in
                let canvas = try Canvas(report)
                try SheetWriter(report, on: canvas).write()
                return try ArchiveForm.of(canvas.finish(), report)
            }
        #else
            throw TypesettingError(.unavailable, "this build prints no PDF: build it with the package's trait PDF")
        #endif
    }
}

extension Timestamp {
    /// RFC 3339 without fractions of a second, which PDF's dates have none of.
    var toTheSecond: String { String(description.prefix(19)) + "Z" }
}
