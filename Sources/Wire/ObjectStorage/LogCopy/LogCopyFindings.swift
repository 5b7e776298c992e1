package import TransparencyLog

/// What a bucket was found to hold of a log.
package struct LogCopyFindings: Sendable {
    /// What is not as it has to be, at most the limit that was asked for; empty when all is well.
    package var issues: [LogCopyIssue] = []
    /// The newest sealed checkpoint that the policy accepts; nil when there is none.
    package var accepted: Checkpoint?
    /// The newest sealed checkpoint that the log's key signed; nil when there is none.
    package var newest: Checkpoint?
    /// Up to how many entries the bucket has all that the log's key signed, sealed or not; at least as many as `newest`. 0 when there is none.
    package var reach: Int64 = 0
    /// How many checkpoints are sealed.
    package var sealedCount = 0
    /// How many objects were read.
    package var objectCount = 0
    /// The numbers of the subjects' keys that the log's key says were destroyed.
    package var erased: Set<Int64> = []
}
