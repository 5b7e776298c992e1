package import ServerKit

/// The names under which the platform is measured.
package enum PlatformMetrics {
    /// Answers by route template, method and status; the bound of 30 s is a bucket's edge, so that the objective is read off exactly.
    package static let responseTime = MetricFamily(
        "api_response_time_seconds",
        .histogram(bounds: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]), labels: ["route", "method", "code"],
        help: "Time from a request's head to its answer.")
    /// From acceptance to acknowledged delivery, over all requests on record; the bound of 2 h is a bucket's edge.
    package static let generationTime = MetricFamily(
        "report_generation_duration_seconds",
        .histogram(bounds: [1, 5, 15, 60, 300, 900, 1800, 3600, 5400, 7200, 10800]), labels: ["realm", "type"],
        help: "Time from a request's acceptance until its file was acknowledged.")
    /// Callbacks that were tried, over all requests on record.
    package static let deliveryAttempts = MetricFamily(
        "assay_delivery_attempts_total", .counter, labels: ["realm"], help: "Deliveries that were tried.")
    /// Requests by state.
    package static let requests = MetricFamily(
        "assay_requests", .gauge, labels: ["realm", "state"], help: "Requests on record by state.")
    /// 0 when nothing waits.
    package static let oldestPending = MetricFamily(
        "assay_delivery_oldest_pending_seconds", .gauge, labels: ["realm"], help: "Age of the oldest request that is not answered.")
    /// 1 and more: overdue.
    package static let deadlineUsed = MetricFamily(
        "assay_request_deadline_used_ratio", .gauge, labels: ["realm"],
        help: "The largest share of its time that an unanswered request has used up.")
    /// Deliveries of reports by kind of channel and state.
    package static let reportDeliveries = MetricFamily(
        "assay_report_deliveries", .gauge, labels: ["realm", "kind", "state"], help: "Deliveries of reports on record by channel and state."
    )
    /// 0 when nothing waits.
    package static let reportDeliveryAge = MetricFamily(
        "assay_report_delivery_oldest_pending_seconds", .gauge, labels: ["realm"],
        help: "Age of the oldest report that is not with its receiver, from its trigger.")
    /// 0.5 and 0.8 are where alarms are given; 1 and more: overdue.
    package static let reportDeadlineUsed = MetricFamily(
        "assay_report_delivery_deadline_used_ratio", .gauge, labels: ["realm"],
        help: "The largest share of the time from trigger to deadline that an undelivered report has used up.")
    /// From the trigger to the receiver's acknowledgement; the bound of 2 h is a bucket's edge.
    package static let reportDeliveryTime = MetricFamily(
        "assay_report_delivery_duration_seconds",
        .histogram(bounds: [1, 5, 15, 60, 300, 900, 1800, 3600, 5400, 7200, 10800]), labels: ["realm", "kind"],
        help: "Time from a report's trigger until its receiver acknowledged it.")
    /// Runs of reports by template.
    package static let reportRuns = MetricFamily(
        "assay_report_runs", .gauge, labels: ["realm", "template"], help: "Report runs on record.")
    /// Events that are committed and not yet below a signed checkpoint.
    package static let auditBacklog = MetricFamily(
        "assay_audit_backlog_entries", .gauge, labels: ["realm"], help: "Audit events that no signed checkpoint covers yet.")
    /// The size of the newest signed checkpoint.
    package static let auditSize = MetricFamily(
        "assay_audit_tree_size", .gauge, labels: ["realm"], help: "Leaves below the newest signed checkpoint.")
    /// Grows while nothing happens: only beside a backlog it says that nothing is published. No series before the first checkpoint.
    package static let checkpointAge = MetricFamily(
        "assay_audit_checkpoint_age_seconds", .gauge, labels: ["realm"], help: "Time since the newest checkpoint was published.")
    /// Counts from the start of the platform while no quorum cosigned anything; no series for a realm without witnesses.
    package static let cosignAge = MetricFamily(
        "assay_witness_cosign_age_seconds", .gauge, labels: ["realm"],
        help: "Time since the newest cosignature of the newest checkpoint that a quorum of witnesses cosigned.")
    /// 0 when everything is there; no series for a realm whose log is not copied.
    package static let wormLag = MetricFamily(
        "assay_worm_upload_lag_seconds", .gauge, labels: ["realm"],
        help: "Age of the oldest audit event that no sealed checkpoint in the WORM copy covers.")
    /// Into the bucket that is named now, over all starts.
    package static let wormObjects = MetricFamily(
        "assay_worm_objects_total", .counter, labels: ["realm"], help: "Objects that were put into the WORM copy.")
    /// Refused calls by problem code.
    package static let refusals = MetricFamily(
        "assay_access_refusals_total", .counter, labels: ["realm", "code"], help: "Refused calls by the code of the refusal.")
    /// Incidents on record by urgency and state.
    package static let incidents = MetricFamily(
        "assay_incidents", .gauge, labels: ["realm", "severity", "state"], help: "Incidents on record by severity and state.")
    /// 1 and more: overdue. Of notices that are due in any case and were not sent.
    package static let noticeDeadlineUsed = MetricFamily(
        "assay_notice_deadline_used_ratio", .gauge, labels: ["realm"],
        help: "The largest share of its time that a notice which was not sent has used up.")
    /// From the commit of a P1 to the first attempt to tell of it; the bound of 2 s is a bucket's edge.
    package static let notificationLatency = MetricFamily(
        "assay_notification_latency_seconds", .histogram(bounds: [0.1, 0.5, 1, 2, 5, 10, 30, 60, 300]), labels: ["realm", "channel"],
        help: "Time from an incident's commit to the first attempt to tell of it.")
    /// Of feeds of draws that are not closed; by the clock of the realm.
    package static let drawFeedAge = MetricFamily(
        "assay_draw_feed_age_seconds", .gauge, labels: ["realm", "licence"],
        help: "Time since the moment up to which a licence's feed of draws is complete.")
    /// Negative once expired.
    package static let certificateExpiry = MetricFamily(
        "assay_certificate_expiry_seconds", .gauge, labels: ["certificate"], help: "Seconds until a certificate expires.")
    /// By the clock of the realm.
    package static let keyAge = MetricFamily(
        "assay_key_age_seconds", .gauge, labels: ["realm", "purpose"],
        help: "Age of the newest key that signs for a purpose.")
    /// 1 for the version that runs.
    package static let buildInfo = MetricFamily("assay_build_info", .gauge, labels: ["version"], help: "The version that runs.")

    /// Those that the process counts itself; the others are read off the record when they are asked for.
    package static let counted: [MetricFamily] = [responseTime]
}
