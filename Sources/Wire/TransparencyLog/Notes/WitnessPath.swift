import Crypto

/// Where a witness is asked, below its prefix (c2sp.org/tlog-witness); ours has one prefix for submission and monitoring.
package enum WitnessPath {
    /// Takes a `WitnessRequest` by POST and answers cosignature lines.
    package static let submission = "add-checkpoint"

    /// Answers by GET the note of the latest checkpoint of that log which the witness cosigned, its cosignature included:
    /// `<hex SHA-256 of the origin>/checkpoint`.
    package static func checkpoint(of origin: String) -> String { "\(name(of: origin))/checkpoint" }

    /// What stands for a log in paths: the SHA-256 of its origin in 64 lower-case hexadecimal digits.
    package static func name(of origin: String) -> String { Hash(SHA256.hash(data: Array(origin.utf8))).hex }

    /// The media type of an answer 409, whose body is a size in decimal and a line feed.
    package static let sizeMediaType = "text/x.tlog.size"
}
