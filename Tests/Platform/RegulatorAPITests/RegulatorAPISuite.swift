import Testing

/// Faults are switched for the whole sandbox, so tests of this module run one after the other.
@Suite(.serialized) enum RegulatorAPISuite {}
