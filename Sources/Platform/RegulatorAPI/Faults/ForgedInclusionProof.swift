import TransparencyLog

extension Fault {
    static let forgedInclusionProof = Fault(
        "forged-inclusion-proof", "Inclusion proofs lead to another root",
        .proof { proof in
            let forged = MerkleHash.leaf(Array("forged".utf8))
            let hashes = proof.hashes.isEmpty ? [forged] : proof.hashes.dropLast() + [forged]
            return InclusionProof(index: proof.index, size: proof.size, hashes: hashes)
        })
}
