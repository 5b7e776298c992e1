import Documents
import Testing

@testable import JSONSchema

/// Long arrays held against a schema while they are read: the same is found, and what is right leaves no trace.
@Suite struct ArrayWatchTests {
    private static let row = ##"{"$ref":"#/$defs/row"}"##
    private static let definitions = ##"""
        "$defs": {"row": {"type": "object", "required": ["n"], "additionalProperties": false,
          "properties": {"n": {"type": "number", "minimum": 1}, "t": {"type": "string", "maxLength": 4}, "list": {"type": "array", "items": {"type": "integer"}}},
          "if": {"required": ["t"]}, "then": {"required": ["list"]}}}
        """##

    /// Schemas whose arrays can be looked at while they are read.
    static let watched = [
        #"{"type": "array", "minItems": 2, "maxItems": 400, "items": \#(row), \#(definitions)}"#,
        #"{"type": "object", "required": ["rows", "next"], "properties": {"rows": {"maxItems": 149, "items": \#(row)}, "next": {"type": "string"}}, \#(definitions)}"#,
        #"{"allOf": [{"additionalProperties": {"type": ["array", "string"], "items": \#(row)}}, {"properties": {"rows": {"items": {"minProperties": 1}}}}], \#(definitions)}"#,
        #"{"properties": {"data": {"properties": {"rows": {"prefixItems": [{"type": "null"}], "items": \#(row)}}}}, "maxProperties": 2, \#(definitions)}"#,
        #"{"properties": {"rows": {"prefixItems": [true, true], "items": false}}}"#,
    ]

    /// Those that ask something of several elements, or something that depends on the rest of the document.
    static let unwatched = [
        #"{"properties": {"rows": {"uniqueItems": true, "items": \#(row)}}, \#(definitions)}"#,
        #"{"properties": {"rows": {"contains": {"required": ["t"]}, "items": \#(row)}}, \#(definitions)}"#,
        #"{"if": {"required": ["next"]}, "then": {"properties": {"rows": {"items": \#(row)}}}, \#(definitions)}"#,
        #"{"anyOf": [{"properties": {"rows": {"items": \#(row)}}}, {"required": ["none"]}], \#(definitions)}"#,
        #"{"patternProperties": {"^r": {"items": \#(row)}}, \#(definitions)}"#,
        #"{"dependentSchemas": {"next": {"properties": {"rows": {"items": \#(row)}}}}, \#(definitions)}"#,
        #"{"properties": {"rows": {"enum": [[]]}}}"#,
        #"{"properties": {"rows": {"items": \#(row)}}, "unevaluatedProperties": false, \#(definitions)}"#,
    ]

    private static func schema(_ text: String) throws -> JSONSchema { try JSONSchema(JSONReader.read([UInt8](text.utf8))) }

    /// A document with its rows where a schema looks for them; some of the rows are broken, by turns in another way.
    private static func document(_ count: Int, shape: Int, broken: Set<Int>) -> [UInt8] {
        let wrong = [
            #"{"t":"longer than four"}"#, #"{"n":0}"#, #"{"n":1,"x":[1,{"y":2}]}"#, "[[3]]", #"{"n":2,"t":"a"}"#,
            #"{"n":5,"list":[1,2.5]}"#,
        ]
        let rows = (0..<count).map { broken.contains($0) ? wrong[$0 % wrong.count] : #"{"n":\#($0 + 1),"t":"r","list":[1,2]}"# }
        let array = "[" + rows.joined(separator: shape % 2 == 0 ? ",\n " : ",") + "]"
        switch shape {
        case 0: return [UInt8](array.utf8)
        case 1: return [UInt8](#"{"rows": \#(array), "next": 5}"#.utf8)
        case 2: return [UInt8](#"{"next":"é", "rows":\#(array), "rows2": \#(array)}"#.utf8)
        case 3: return [UInt8](#"{"data": {"x": [\#(array)], "rows": \#(array)}}"#.utf8)
        default: return [UInt8](#"{"data": {"rows": \#(array)}}"#.utf8)
        }
    }

    @Test(arguments: watched + unwatched)
    func `what is found is the same as in a document that was read first`(text: String) throws {
        let schema = try Self.schema(text)
        var found = 0
        for shape in 0..<5 {
            for count in [0, 20, 100, 101, 140] {
                for broken in [[0], [100], [5, 99, 100, 101, 120, 121, 122], Set(0..<count)] as [Set<Int>] {
                    let document = Self.document(count, shape: shape, broken: broken)
                    for limit in [3, 100] {
                        let expected = schema.violations(of: try JSONTape(document), limit: limit)
                        #expect(
                            try schema.violations(in: document, limit: limit) == expected, "shape \(shape), \(count), \(broken), \(limit)")
                        found += expected.count
                    }
                }
            }
        }
        #expect(found > 10)
    }

    /// Violations are collected of one branch after the other: the first of each are those of the late rows here.
    @Test func `the first violations of each subschema are kept`() throws {
        let schema = try Self.schema(#"{"allOf": [{"items": {"required": ["a"]}}, {"items": {"required": ["b"]}}]}"#)
        let rows = (0..<400).map { row in
            switch row {
            case 100..<250: #"{"a":1}"#
            case 300..<350: #"{"b":1}"#
            default: #"{"a":1,"b":2}"#
            }
        }
        let document = [UInt8]("[\(rows.joined(separator: ","))]".utf8)
        for limit in [1, 10, 60, 100, 500] {
            #expect(try schema.violations(in: document, limit: limit) == schema.violations(of: try JSONTape(document), limit: limit))
        }
    }

    @Test func `a document that is none is refused in the same words`() throws {
        let schema = try Self.schema(Self.watched[1])
        let whole = Self.document(150, shape: 1, broken: [120])
        let alphabet = [UInt8](#""{}[]:,0-x\#n"#.utf8)
        var refused = 0
        for offset in stride(from: 0, to: whole.count, by: 7) {
            var damaged = whole
            damaged[offset] = alphabet[offset % alphabet.count]
            for document in [damaged, Array(whole[..<offset])] {
                do throws(DocumentError) {
                    let expected = schema.violations(of: try JSONTape(document))
                    #expect(try schema.violations(in: document) == expected)
                } catch {
                    refused += 1
                    #expect(throws: error) { try schema.violations(in: document) }
                    do throws(DocumentError) { _ = try schema.violations(in: document) } catch let other {
                        #expect("\(other)" == "\(error)")
                    }
                }
            }
        }
        #expect(refused > 500)
    }

    @Test(arguments: zip(watched, [0, 1, 2, 4, 1]))
    func `rows that are right are not kept`(text: String, shape: Int) throws {
        let flat = try #require(try Self.schema(text).flat)
        var tape = JSONTape()
        try tape.read(Self.document(5_000, shape: shape, broken: []), watch: ArrayWatch(flat, limit: 100))
        #expect(tape.entries.count < 3_000, "of \(5_000 * 8)")
        #expect(tape.entries.contains { $0.kind == JSONTape.Kind.array && $0.length == 5_000 }, "how many there were is known")
    }

    @Test(arguments: unwatched)
    func `rows are kept where they are asked about together, or by conditions`(text: String) throws {
        let schema = try Self.schema(text)
        guard let flat = schema.flat else {
            // Nothing is watched for a schema that is walked.
            #expect(text.contains("unevaluated"))
            return
        }
        var tape = JSONTape()
        try tape.read(Self.document(300, shape: 1, broken: []), watch: ArrayWatch(flat, limit: 100))
        #expect(tape.entries.count > 300 * 8)
    }
}
