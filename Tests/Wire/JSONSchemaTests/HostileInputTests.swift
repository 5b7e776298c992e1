import Documents
import TestSupport
import Testing

@testable import JSONSchema

/// Schemas and instances made to do harm: each is refused or judged, and what it costs has a bound.
@Suite(.serialized) struct HostileInputTests {
    private func json(_ text: String) throws -> Node { try JSONReader.read(Array(text.utf8)) }

    @Test(arguments: [
        (#"{"maximum":1e999999999}"#, "1e999999998", true), (#"{"maximum":1e999999999}"#, "1e1000000000", false),
        (#"{"exclusiveMinimum":-1e999999999}"#, "-1e999999999", false), (#"{"multipleOf":1e-999999999}"#, "1e999999999", true),
        (#"{"multipleOf":1e999999999}"#, "1", false), (#"{"multipleOf":3e-999999999}"#, "1e999999999", false),
        (#"{"multipleOf":1.00000000000000000000001}"#, "1e999999999", false), (#"{"const":1e999999999}"#, "10e999999998", true),
        (#"{"enum":[1e999999999]}"#, "1e99999999", false), (#"{"type":"integer"}"#, "1e999999999", true),
        (#"{"type":"integer"}"#, "1e-999999999", false), (#"{"uniqueItems":true}"#, "[1e999999999,10e999999998]", false),
        (#"{"maxLength":1e999999999}"#, "\"a\"", true), (#"{"minItems":1e999999999}"#, "[1]", false),
    ])
    func `exponents beyond all measure are compared like others`(schema: String, instance: String, isValid: Bool) throws {
        // A bound on a count that no count reaches may be refused as a schema; it must not be taken for another.
        guard let compiled = try? JSONSchema(json(schema)) else {
            #expect(schema.contains("maxLength") || schema.contains("minItems"))
            return
        }
        #expect(try compiled.accepts(json(instance)) == isValid)
    }

    @Test func `a multiple with a million digits is divided digit by digit`() throws {
        let digits = String(repeating: "9", count: 1_000_000)
        #expect(try JSONSchema(json(#"{"multipleOf":9}"#)).accepts(json(digits)))
        #expect(try !JSONSchema(json(#"{"multipleOf":10}"#)).accepts(json(digits)))
    }

    @Test func `patterns of a schema cost the same whatever the instance`() throws {
        let schema = try JSONSchema(json(#"{"pattern":"^(a+)+$","patternProperties":{"^(b|bb)+$":false}}"#))
        #expect(try !schema.accepts(json("\"\(String(repeating: "a", count: 2_000))?\"")))
        #expect(try schema.accepts(json("{\"\(String(repeating: "b", count: 2_000))?\":1}")))
        #expect(throws: SchemaError.self) { try JSONSchema(json(#"{"pattern":"(a{1000}){1000}"}"#)) }
    }

    @Test func `references that lead round are refused, and those that lead down end with the instance`() throws {
        #expect(throws: SchemaError.self) { try JSONSchema(json(##"{"$ref":"#"}"##)) }
        #expect(throws: SchemaError.self) {
            try JSONSchema(json(##"{"$defs":{"a":{"$ref":"#/$defs/b"},"b":{"allOf":[{"$ref":"#/$defs/a"}]}},"$ref":"#/$defs/a"}"##))
        }
        let list = try JSONSchema(json(##"{"properties":{"next":{"$ref":"#"}},"additionalProperties":false}"##))
        let deep = String(repeating: #"{"next":"#, count: 255) + "{}" + String(repeating: "}", count: 255)
        #expect(try list.accepts(json(deep)))
    }

    @Test func `a damaged schema compiles or is refused where it is wrong, and both ways of asking agree`() {
        let documents = [
            ##"{"type":"object","required":["a"],"properties":{"a":{"$ref":"#/$defs/n"}},"$defs":{"n":{"type":["integer","null"],"minimum":0}}}"##,
            ##"{"prefixItems":[{"const":1}],"items":{"anyOf":[{"pattern":"^a+$"},{"multipleOf":0.01}]},"contains":true,"maxContains":2}"##,
            ##"{"if":{"minProperties":1},"then":{"unevaluatedProperties":false},"dependentRequired":{"a":["b"]},"not":{"enum":[1,"x"]}}"##,
        ]
        let tokens = [
            "\"", ",", ":", "{", "}", "[", "]", "true", "false", "null", "\"$ref\":\"#\",", "\"$id\":\"urn:x\",", "\"$anchor\":\"a\",",
            "#/$defs/n",
            "\"$dynamicRef\":\"#a\",", "\"format\":\"date\",", "\"(\"", "-1", "1e400", "allOf", "oneOf", "\"$schema\":\"x\",", "%25", "~0",
            "~",
        ]
        let instances: [Node] = [["a": 1], ["a": .null, "b": []], [1, "aa", 0.015], [], "x", .null]
        let tally = Mutations(seed: 15, of: documents, tokens: tokens).tally { bytes in
            guard let node = try? JSONReader.read(bytes) else { return .refused }
            do throws(SchemaError) {
                let schema = try JSONSchema(node)
                for instance in instances {
                    let violations = schema.violations(of: instance)
                    guard schema.accepts(instance) == violations.isEmpty else { return .broken("two verdicts on \(instance)") }
                    for violation in violations where violation.instance.node(in: instance) == nil {
                        return .broken("a violation at \(violation.instance), where nothing is")
                    }
                }
                return .accepted
            } catch {
                return error.message.isEmpty || error.place.offset > bytes.count ? .broken("\(error)") : .refused
            }
        }
        #expect(tally.isSound, "\(tally)")
    }
}
