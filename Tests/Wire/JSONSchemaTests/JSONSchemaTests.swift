import Documents
import Testing

@testable import JSONSchema

@Suite struct JSONSchemaTests {
    private func json(_ text: String) throws -> Node { try JSONReader.read(Array(text.utf8)) }

    @Test func `a violation says where, what was expected and what came`() throws {
        let schema = try JSONSchema(
            json(
                ##"{"properties":{"rows":{"items":{"$ref":"#/$defs/row"}}},"$defs":{"row":{"required":["id"],"properties":{"id":{"maxLength":3}}}}}"##
            ))
        let violations = schema.violations(of: try json("{\"rows\": [\n  {\"id\": \"R-12\"}, {}]}"))
        #expect(violations.map(\.keyword) == ["maxLength", "required"])
        let first = try #require(violations.first)
        #expect(first.instance.description == "/rows/0/id")
        #expect(first.schema.description == "/$defs/row/properties/id/maxLength")
        #expect(first.message == ##"expected at most 3 characters, got 4 in "R-12""##)
        #expect(first.expected == "at most 3 characters" && first.actual == "\"R-12\"")
        #expect(first.place == Place(offset: 20, line: 2, column: 10))
        #expect(violations.last?.instance.description == "/rows/1")
    }

    @Test(
        arguments: [
            (##"{"type":["string","null"]}"##, "1", "type", ""), (##"{"const":{"a":1}}"##, "{}", "const", ""),
            (##"{"enum":[1,2]}"##, "3", "enum", ""), (##"{"minimum":2}"##, "1", "minimum", ""),
            (##"{"exclusiveMaximum":2}"##, "2.0", "exclusiveMaximum", ""), (##"{"multipleOf":0.01}"##, "0.005", "multipleOf", ""),
            (##"{"minLength":2}"##, "\"😀\"", "minLength", ""),
            (##"{"pattern":"^a"}"##, "\"b\"", "pattern", ""), (##"{"format":"uuid"}"##, "\"b\"", "format", ""),
            (##"{"maxItems":1}"##, "[1,2]", "maxItems", ""), (##"{"uniqueItems":true}"##, "[1,2,1.0]", "uniqueItems", "/2"),
            (##"{"prefixItems":[true],"items":false}"##, "[1,2]", "items", "/1"), (##"{"contains":{"const":1}}"##, "[2]", "contains", ""),
            (##"{"contains":true,"minContains":2}"##, "[2]", "minContains", ""),
            (##"{"contains":true,"maxContains":1}"##, "[1,2]", "maxContains", ""),
            (##"{"unevaluatedItems":false}"##, "[1]", "unevaluatedItems", "/0"),
            (##"{"maxProperties":0}"##, "{\"a\":1}", "maxProperties", ""),
            (##"{"required":["a"]}"##, "{}", "required", ""),
            (##"{"dependentRequired":{"a":["b"]}}"##, "{\"a\":1}", "dependentRequired", ""),
            (##"{"additionalProperties":false}"##, "{\"a~\":1}", "additionalProperties", "/a~0"),
            (##"{"propertyNames":{"maxLength":1}}"##, "{\"ab\":1}", "maxLength", "/ab"),
            (##"{"unevaluatedProperties":false}"##, "{\"a\":1}", "unevaluatedProperties", "/a"),
            (##"{"anyOf":[{"type":"null"}]}"##, "1", "anyOf", ""),
            (##"{"oneOf":[true,true]}"##, "1", "oneOf", ""), (##"{"not":{}}"##, "1", "not", ""),
            (##"{"if":true,"then":false}"##, "1", "false", ""), (##"{"properties":{"a":false}}"##, "{\"a\":1}", "false", "/a"),
            ("false", "1", "false", ""),
        ] as [(String, String, String, String)])
    func `each keyword refuses under its own name`(schema: String, instance: String, keyword: String, pointer: String) throws {
        let violations = try JSONSchema(json(schema)).violations(of: json(instance))
        #expect(violations.map(\.keyword) == [keyword])
        #expect(violations.first?.instance.description == pointer)
    }

    @Test func `alternatives that fail say why each did`() throws {
        let schema = try JSONSchema(json(##"{"oneOf":[{"type":"string"},{"required":["a"]}]}"##))
        #expect(
            try schema.violations(of: json("{}")).map(\.message)
                == [
                    "expected exactly one of 2 alternatives to hold, got none (0: expected string, got object {}; 1: expected the member `a`, got none)"
                ])
    }

    @Test func `violations stop at the limit`() throws {
        let schema = try JSONSchema(json(##"{"items":{"type":"string"}}"##))
        let instance = Node.array((0..<1_000).map { .integer($0) })
        #expect(schema.violations(of: instance, limit: 7).count == 7)
        #expect(schema.violations(of: instance).count == 100)
        #expect(!schema.accepts(instance))
    }

    @Test(
        arguments: [
            (##"{"type":"text"}"##, SchemaError.Code.keyword, "/type"), (##"{"minLength":"2"}"##, .keyword, "/minLength"),
            (##"{"minLength":-1}"##, .keyword, "/minLength"), (##"{"required":"a"}"##, .keyword, "/required"),
            (##"{"allOf":[]}"##, .keyword, "/allOf"), (##"{"properties":{"a":1}}"##, .keyword, "/properties/a"),
            (##"{"items":[{}]}"##, .keyword, "/items"), (##"{"multipleOf":0}"##, .keyword, "/multipleOf"), ("12", .keyword, ""),
            (##"{"properties":{"a":{"$ref":"#/$defs/none"}}}"##, .reference, "/properties/a/$ref"),
            (##"{"$ref":"https://example.com/other"}"##, .reference, "/$ref"), (##"{"$ref":"#nowhere"}"##, .reference, "/$ref"),
            (##"{"pattern":"("}"##, .pattern, "/pattern"), (##"{"patternProperties":{"[":true}}"##, .pattern, "/patternProperties/["),
            (##"{"$ref":"#"}"##, .endless, ""), (##"{"anyOf":[{"$ref":"#/$defs/a"}],"$defs":{"a":{"not":{"$ref":"#"}}}}"##, .endless, ""),
            (##"{"$schema":"http://json-schema.org/draft-07/schema#"}"##, .dialect, "/$schema"),
            (##"{"$defs":{"a":{"$anchor":"x"},"b":{"$anchor":"x"}}}"##, .duplicate, "/$defs/b"),
            (##"{"$defs":{"a":{"$id":"urn:x"},"b":{"$id":"urn:x"}}}"##, .duplicate, "/$defs/b"), (##"{"$id":"a#b"}"##, .keyword, "/$id"),
            (##"{"$anchor":"1"}"##, .keyword, "/$anchor"),
        ] as [(String, SchemaError.Code, String)])
    func `a schema that cannot be used is refused where it is wrong`(schema: String, code: SchemaError.Code, pointer: String) throws {
        let document = try json(schema)
        do {
            _ = try JSONSchema(document)
            Issue.record("\(schema) was accepted")
        } catch {
            #expect(error.code == code && error.schema.description == pointer, "\(error)")
        }
    }

    @Test func `relative references resolve against where the document was found`() throws {
        let other = try json(##"{"$defs":{"amount":{"type":"string","pattern":"^-?[0-9]+\\.[0-9]{2}$"}}}"##)
        let schema = try JSONSchema(
            json(##"{"properties":{"a":{"$ref":"common.json#/$defs/amount"}}}"##), baseURI: "file:///schemas/report.json",
            resolving: ["file:///schemas/common.json": other])
        #expect(try schema.accepts(json(##"{"a":"12.50"}"##)))
        #expect(try schema.violations(of: json(##"{"a":"12,50"}"##)).first?.schema.description == "/$defs/amount/pattern")
    }

    @Test func `every metaschema is known and accepts itself`() throws {
        let metaschema = try JSONSchema(json(##"{"$ref":"https://json-schema.org/draft/2020-12/schema"}"##))
        for name in [
            "schema", "meta/core", "meta/applicator", "meta/unevaluated", "meta/validation", "meta/meta-data", "meta/format-annotation",
            "meta/format-assertion", "meta/content",
        ] {
            let document = try #require(Metaschema.document("https://json-schema.org/draft/2020-12/" + name))
            #expect(metaschema.violations(of: document).isEmpty, "\(name)")
        }
        #expect(
            try metaschema.violations(of: json(##"{"properties":{"a":{"minLength":-1}}}"##)).first?.instance.description
                == "/properties/a/minLength")
    }

    @Test func `a deep instance and a recursive schema are no danger`() throws {
        let schema = try JSONSchema(json(##"{"anyOf":[{"type":"integer"},{"type":"array","items":{"$ref":"#"}}]}"##))
        let opened = String(repeating: "[", count: 20)
        let closed = String(repeating: "]", count: 20)
        #expect(try schema.accepts(json(opened + "1" + closed)))
        #expect(try schema.violations(of: json(opened + "null" + closed)).count == 1)
        let plain = try JSONSchema(json(##"{"items":{"$ref":"#"},"not":{"const":1}}"##))
        let deepest = String(repeating: "[", count: 256) + "1" + String(repeating: "]", count: 256)
        #expect(try !plain.accepts(json(deepest)))
        #expect(try plain.violations(of: json(deepest)).first?.instance.tokens.count == 256)
    }

    @Test func `names that differ only in normalisation are different members`() throws {
        let schema = try JSONSchema(json("{\"properties\":{\"\u{E9}\":true},\"additionalProperties\":false}"))
        #expect(try schema.accepts(json("{\"\u{E9}\":1}")))
        #expect(try !schema.accepts(json("{\"e\u{301}\":1}")))
    }

    @Test func `format is an annotation when asked`() throws {
        #expect(try JSONSchema(json(##"{"format":"date"}"##), assertsFormat: false).accepts("no date"))
        #expect(try !JSONSchema(json(##"{"format":"date"}"##)).accepts("no date"))
    }
}
