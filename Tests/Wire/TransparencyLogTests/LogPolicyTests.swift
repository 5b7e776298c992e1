import Testing

@testable import TransparencyLog

@Suite struct LogPolicyTests {
    private func witness(_ number: UInt8) throws -> NoteSigner {
        try NoteSigner(name: "w\(number).example/\(number)", key: Array(repeating: number, count: 32))
    }

    private func vkey(_ number: UInt8) throws -> String { try witness(number).witnessVerifier.verifierKey }
    private func logKey() throws -> String { try Sample.signer().verifier.verifierKey }

    private func policy(_ text: String) throws -> LogPolicy { try LogPolicy(parsing: Array(text.utf8)) }

    /// A checkpoint that the log and these witnesses signed.
    private func note(_ witnesses: [UInt8]) throws -> [UInt8] {
        let checkpoint = try Checkpoint(origin: Sample.origin, size: 0, root: MerkleHash.empty)
        var note = try Sample.signer().sign(checkpoint.text)
        for number in witnesses { note += try cosignature(number, checkpoint.text) }
        return note
    }

    private func cosignature(_ number: UInt8, _ text: String) throws -> [UInt8] {
        let note = try SignedNote(parsing: try Sample.signer().sign(text))
        return Array(try witness(number).cosignatureLine(for: note, time: 1_800_000_000).utf8)
    }

    private func isAccepted(_ policy: LogPolicy, _ witnesses: [UInt8]) throws -> Bool {
        do {
            return try policy.open(try note(witnesses)).cosigners.map(\.name) == witnesses.sorted().map { "w\($0).example/\($0)" }
        } catch let error as LogError where error.code == .quorumNotMet {
            return false
        }
    }

    @Test func `two levels of groups decide as the specification's example says`() throws {
        let policy = try policy(
            """
            # who runs what
            log \(try logKey()) https://log.example/
            \t witness X1 \(try vkey(1)) https://w1.example/
            witness X2 \(try vkey(2))
            witness X3\t\(try vkey(3))

            group X-witnesses 2 X1 X2 X3
            witness Y1 \(try vkey(4))
            witness Y2 \(try vkey(5))
            group Y-witnesses any Y1 Y2
            group X-and-Y all X-witnesses Y-witnesses
            quorum X-and-Y

            """)
        #expect(policy.logs.map(\.verifierKey) == [try logKey()])
        #expect(policy.witnesses.count == 5)
        #expect(policy.witnesses.map { policy.url(of: $0) } == ["https://w1.example/", nil, nil, nil, nil])
        #expect(policy.only(try Sample.signer().verifier).url(of: policy.witnesses[0]) == "https://w1.example/")
        // Every set of witnesses, against the rule said in other words.
        for set in 0..<32 {
            let given: [UInt8] = (1...5).filter { (number: UInt8) in set >> (Int(number) - 1) & 1 == 1 }
            let fromX: Int = given.filter { $0 <= 3 }.count
            let expected = fromX >= 2 && given.contains { $0 >= 4 }
            #expect(try isAccepted(policy, given) == expected, "\(given)")
        }
        // One witness counts once.
        #expect(throws: LogError(.quorumNotMet, "")) { try policy.open(try note([1, 1, 4])) }
    }

    @Test func `a lone witness, or none, may be the quorum`() throws {
        let one = try policy("log \(try logKey())\nwitness a \(try vkey(1))\nwitness b \(try vkey(2))\nquorum b\n")
        #expect(try isAccepted(one, [2]) && isAccepted(one, [1, 2]))
        #expect(try !isAccepted(one, []) && !isAccepted(one, [1]))
        let none = try policy("log \(try logKey())\nquorum none\n")
        #expect(try isAccepted(none, []))
        let plain = LogPolicy(log: try Sample.signer().verifier)
        #expect(none == plain)
        #expect(try policy("quorum none\n").logs.isEmpty)
        #expect(throws: LogError(.unsigned, "")) { try policy("quorum none\n").open(try note([])) }
    }

    @Test func `a known key's bad signature is refused whatever else is there`() throws {
        let policy = try policy("log \(try logKey())\nwitness a \(try vkey(1))\nwitness b \(try vkey(2))\ngroup g any a b\nquorum g\n")
        let other = try Checkpoint(origin: Sample.origin, size: 1, root: MerkleHash.empty).text
        #expect(throws: LogError(.wrongSignature, "")) { try policy.open(try note([2]) + cosignature(1, other)) }
        #expect(throws: LogError(.quorumNotMet, "")) { try policy.open(try note([]) + cosignature(9, other)) }
        let foreign = try NoteSigner(name: "other.example/log", key: Array(repeating: 9, count: 32))
        #expect(throws: LogError(.unsigned, "")) { try policy.open(try foreign.sign(other)) }
        let two = try self.policy("log \(try logKey())\nlog \(foreign.verifier.verifierKey)\nquorum none\n")
        #expect(throws: LogError(.wrongOrigin, "")) { try two.open(try foreign.sign(other)) }
        #expect(try two.open(try note([])).checkpoint.size == 0)
        #expect(throws: LogError(.unsigned, "")) { try two.only(foreign.verifier).open(try note([])) }
    }

    @Test func `no byte of a cosigned checkpoint can be changed`() throws {
        let policy = try policy("log \(try logKey())\nwitness a \(try vkey(1))\nquorum a\n")
        let good = try note([1])
        #expect(try policy.open(good).cosigners.count == 1)
        for place in good.indices {
            var bytes = good
            bytes[place] ^= 1
            #expect(throws: LogError.self, "byte \(place)") { try policy.open(bytes) }
        }
    }

    @Test func `what the format does not allow is refused`() throws {
        let (log, a, b) = (try logKey(), try vkey(1), try vkey(2))
        let renamed = try NoteSigner(name: "again", key: Array(repeating: 1, count: 32)).witnessVerifier.verifierKey
        for bad in [
            "", "quorum none", "log \(log)\n", "quorum none\nquorum none\n", "quorum a\nwitness a \(a)\n", "quorum a b\n", "quorum\n",
            "Quorum none\n", "witness a \(a)\nwitness b \(a)\nquorum none\n", "witness a \(a)\nwitness b \(renamed)\nquorum none\n",
            "witness a \(a)\nwitness a \(b)\nquorum none\n", "log \(log)\nlog \(log)\nquorum none\n", "log\nquorum none\n",
            "log \(log) u v\nquorum none\n", "witness a\nquorum none\n", "witness a \(a) u v\nquorum none\n",
            "witness none \(a)\nquorum none\n",
            "witness a \(a.dropLast())\nquorum none\n", "witness a \(a)\ngroup g all\nquorum g\n",
            "witness a \(a)\ngroup g 0 a\nquorum g\n",
            "witness a \(a)\ngroup g 2 a\nquorum g\n", "witness a \(a)\ngroup g 01 a\nquorum g\n",
            "witness a \(a)\ngroup g some a\nquorum g\n",
            "witness a \(a)\ngroup g all a a\nquorum g\n", "witness a \(a)\ngroup g all a\ngroup h all a\nquorum g\n",
            "witness a \(a)\ngroup a all a\nquorum a\n", "group g all g\nquorum g\n", "witness a \(a)\ngroup g all none\nquorum g\n",
            "witness a \(a)\r\nquorum a\n", "quorum none\n\u{7F}\n", "quorum none\n\u{0}\n", "witness K \(a)\nquorum \u{212A}\n",
            "witness \u{E9} \(a)\nquorum e\u{301}\n", "quorum\u{A0}none\n",
        ] {
            #expect(throws: LogError(.malformed, ""), "\(bad.debugDescription)") { try policy(bad) }
        }
        #expect(throws: LogError(.unsupportedKey, "")) { try policy("log \(a)\nquorum none\n") }
        #expect(throws: LogError(.unsupportedKey, "")) { try policy("witness a \(log)\nquorum a\n") }
        #expect(throws: LogError(.tooLarge, "")) {
            try policy(String(repeating: "#\n", count: LogPolicy.maximumBytes / 2) + "quorum none\n")
        }
        #expect(throws: Never.self) { try policy("# \u{E9}\n\u{20}\nwitness \u{E9} \(a)\nquorum \u{E9}\n") }
    }

    @Test func `a proof file is held against the quorum`() throws {
        let store = MemoryTileStore()
        try Sample.grow(store, batches: [300])
        let reader = LogReader(store)
        let bare = try #require(try reader.checkpointNote())
        let text = try SignedNote(parsing: bare).text
        let hashes = try reader.inclusionProof(index: 271, size: 300).hashes
        let policy = try policy("log \(try logKey())\nwitness a \(try vkey(1))\nquorum a\n")
        let good = TLogProof(index: 271, hashes: hashes, checkpointNote: bare + (try cosignature(1, text)))
        #expect(try good.verify(leaf: Sample.leaves(300)[271], policy: policy).size == 300)
        #expect(throws: LogError(.quorumNotMet, "")) {
            try TLogProof(index: 271, hashes: hashes, checkpointNote: bare).verify(leaf: Sample.leaves(300)[271], policy: policy)
        }
        for place in good.bytes.indices {
            var bytes = good.bytes
            bytes[place] ^= 1
            #expect(throws: LogError.self, "byte \(place)") {
                try TLogProof(parsing: bytes).verify(leaf: Sample.leaves(300)[271], policy: policy)
            }
        }
        try store.replace(checkpointPath, good.checkpointNote)
        #expect(reader.audit(policy: policy) == [])
        try store.replace(checkpointPath, bare)
        #expect(reader.audit(policy: policy).map(\.code) == [.quorumNotMet])
    }

    @Test func `a tree's files are those that its builder makes`() throws {
        for count in [0, 1, 255, 256, 257, 600, 70_000] {
            let store = MemoryTileStore()
            var builder = TreeBuilder()
            try builder.integrate(Sample.entries(0..<count), at: 0, into: store)
            let files = TreeShape(size: Int64(count)).files.map(\.description).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            #expect(try files == store.tilePaths(), "\(count)")
        }
    }
}
