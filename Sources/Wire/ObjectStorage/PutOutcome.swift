/// What became of an object that was to be stored.
package enum PutOutcome: Sendable, Hashable {
    /// It is stored, as this version; nil in a bucket that keeps none.
    case stored(version: String?)
    /// There was something under the key, and it was to be stored only where nothing is: what is there was left as it is.
    ///
    /// It may be one's own: a first try may have been carried out and its answer lost or refused as too busy. Read it and compare.
    case exists
}
