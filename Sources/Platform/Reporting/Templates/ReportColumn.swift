import Typesetting

/// A column of a report: its name is the CSV header and the XML element.
package struct ReportColumn: Sendable, Hashable {
    /// What the cells hold, and how they are written.
    package enum Kind: String, Sendable, CaseIterable {
        /// Any text; empty when nothing applies.
        case text
        /// A gaming day, `2026-10-15`.
        case day
        /// A count, 0 or more.
        case count
        /// An amount of the row's currency with two decimals; held in minor units.
        case money
        /// A percentage with two decimals, held in hundredths.
        case percentage
        /// A quotient with four decimals.
        case ratio
        /// What a unit of one currency is worth in another, with eight decimals.
        case rate
    }

    /// In snake_case.
    package let name: String
    /// Of every cell of the column.
    package let kind: Kind
    /// Whether the sum of the column is a control total.
    package let isTotalled: Bool
    /// Whether a cell may be empty because nothing applies.
    package let isOptional: Bool

    /// Money is totalled unless told otherwise, other kinds are not.
    package init(_ name: String, _ kind: Kind, isTotalled: Bool? = nil, isOptional: Bool = false) {
        self.name = name
        self.kind = kind
        self.isTotalled = isTotalled ?? (kind == .money)
        self.isOptional = isOptional
    }
}

/// A form in which a report is written.
package enum ReportFormat: String, Sendable, CaseIterable {
    case csv, xml
    /// For people: PDF/A-2b. Needs the typesetting libraries.
    case pdf

    /// Whether this build can write it.
    package var isAvailable: Bool { self != .pdf || Typesetter.isAvailable }

    /// The value of `Content-Type` of an answer: text says its character set, XML does so itself.
    package var contentType: String { self == .csv ? mediaType + "; charset=utf-8" : mediaType }

    /// The value of `Content-Type`, without parameters.
    package var mediaType: String {
        switch self {
        case .csv: "text/csv"
        case .xml: "application/xml"
        case .pdf: "application/pdf"
        }
    }
}
