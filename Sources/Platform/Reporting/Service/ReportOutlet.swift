package import Documents
package import Store

/// Where runs go once they are recorded: takes part in the transaction, so that a run that is there is also on its way.
package struct ReportOutlet: Sendable {
    let promise: @Sendable (_ run: ReportRunRow, _ files: [ReportFileRow], _ triggeredAt: Timestamp, Transaction) throws -> Void
    let isDurable: @Sendable () -> Void

    /// - Parameters:
    ///   - promise: writes beside the run what will be done with it; throwing takes the run back.
    ///   - isDurable: called after the commit, to wake who does it.
    package init(
        promise: @escaping @Sendable (ReportRunRow, [ReportFileRow], Timestamp, Transaction) throws -> Void,
        isDurable: @escaping @Sendable () -> Void
    ) {
        self.promise = promise
        self.isDurable = isDurable
    }
}
