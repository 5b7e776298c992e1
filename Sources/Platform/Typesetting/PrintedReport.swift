package import Documents

/// A report as it is printed: what stands above the table, and the table as texts.
package struct PrintedReport: Sendable {
    /// A column's heading and how its cells stand.
    package struct Column: Sendable {
        /// With spaces where it may be broken.
        package let heading: String
        /// Numbers stand at the right.
        package let isNumeric: Bool
        /// Whether the column tells rows apart: it is repeated where a table is too wide for one page.
        package let isKey: Bool

        package init(heading: String, isNumeric: Bool, isKey: Bool) {
            self.heading = heading
            self.isNumeric = isNumeric
            self.isKey = isKey
        }
    }

    /// A name and its value, of the first page.
    package struct Field: Sendable {
        package let name: String
        package let value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The file that says the same for machines.
    package struct Twin: Sendable {
        package let name: String
        /// In lower-case hex.
        package let sha256: String

        package init(name: String, sha256: String) {
            self.name = name
            self.sha256 = sha256
        }
    }

    /// In the largest letters.
    package var title: String
    /// Who gives it account: the operator.
    package var author: String
    /// One line that identifies it on every page.
    package var subject: String
    /// What made it, with its version.
    package var software: String
    /// A URN of this one document.
    package var identifier: String
    /// The instant that the document states as its creation, never the clock's: the same report gives the same bytes.
    package var createdAt: Timestamp
    /// Of headings, page numbers and the foot.
    package var language: PrintedLanguage
    /// What the report says about itself.
    package var fields: [Field]
    /// Control totals; may be empty.
    package var totals: [Field]
    /// In their order.
    package var columns: [Column]
    /// As many texts as columns.
    package var rows: [[String]]
    /// Named with its digest at the foot of each page; nil when there is none.
    package var twin: Twin?

    /// A report with all of its parts.
    package init(
        title: String, author: String, subject: String, software: String, identifier: String, createdAt: Timestamp,
        language: PrintedLanguage = .english, fields: [Field], totals: [Field], columns: [Column], rows: [[String]], twin: Twin?
    ) {
        self.title = title
        self.author = author
        self.subject = subject
        self.software = software
        self.identifier = identifier
        self.createdAt = createdAt
        self.language = language
        self.fields = fields
        self.totals = totals
        self.columns = columns
        self.rows = rows
        self.twin = twin
    }
}
