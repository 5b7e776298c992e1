package import Documents

/// Why a document cannot be used as a schema.
package struct SchemaError: Error, Sendable {
    /// The kind of refusal.
    package enum Code: String, Sendable, CaseIterable {
        /// A keyword with a value that draft 2020-12 does not allow.
        case keyword
        /// A reference to something that is not among the documents given.
        case reference
        /// References that lead back to themselves without going into the instance.
        case endless
        /// A dialect or a required vocabulary other than those of draft 2020-12.
        case dialect
        /// Two schemas with one identifier or anchor.
        case duplicate
        /// A pattern that is not one, or cannot be run in bounded time.
        case pattern
    }

    /// What decides equality.
    package let code: Code
    /// Where in its schema document.
    package let schema: JSONPointer
    /// Where in that document's text.
    package let place: Place
    /// What was expected and what came.
    package let message: String

    init(_ code: Code, _ schema: JSONPointer, at place: Place, _ message: String) {
        self.code = code
        self.schema = schema
        self.place = place
        self.message = message
    }
}

extension SchemaError: Equatable {
    package static func == (left: SchemaError, right: SchemaError) -> Bool { left.code == right.code }
}

extension SchemaError: CustomStringConvertible {
    package var description: String { "schema \(schema.tokens.isEmpty ? "root" : schema.description): \(message)" }
}

extension SchemaError {
    static func keyword(_ name: String, expected: String, found: Node, _ schema: JSONPointer) -> SchemaError {
        SchemaError(.keyword, schema.appending(name), at: found.place, "expected `\(name)` to be \(expected), got \(found.excerpt)")
    }

    static func notASchema(_ found: Node, _ schema: JSONPointer) -> SchemaError {
        SchemaError(.keyword, schema, at: found.place, "expected a schema (an object or a boolean), got \(found.excerpt)")
    }

    static func unresolved(_ reference: String, _ target: String, _ schema: JSONPointer, at place: Place) -> SchemaError {
        SchemaError(
            .reference, schema, at: place,
            "expected `\(reference)` to name a schema among the documents given (nothing is fetched), got nothing at `\(target)`")
    }

    static func endless(_ schema: JSONPointer, at place: Place) -> SchemaError {
        SchemaError(.endless, schema, at: place, "expected references to end, got one that leads back to this schema for the same value")
    }

    static func dialect(_ uri: String, at place: Place) -> SchemaError {
        SchemaError(.dialect, JSONPointer(["$schema"]), at: place, "expected a dialect of draft 2020-12, got `\(uri)`")
    }

    static func vocabulary(_ uri: String, at place: Place) -> SchemaError {
        SchemaError(
            .dialect, JSONPointer(["$schema"]), at: place, "expected only vocabularies of draft 2020-12 to be required, got `\(uri)`")
    }

    static func duplicate(_ what: String, _ schema: JSONPointer, at place: Place) -> SchemaError {
        SchemaError(.duplicate, schema, at: place, "expected identifiers and anchors to be unique, got `\(what)` again")
    }

    static func pattern(_ error: DocumentError, _ schema: JSONPointer, at place: Place) -> SchemaError {
        SchemaError(.pattern, schema, at: place, error.message)
    }
}
