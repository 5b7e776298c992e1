/// Why a field does not parse, and at which byte of its value.
struct StructuredFieldError: Error, Hashable {
    /// 0-based.
    let offset: Int
    let message: String
}
