import ArgumentParser

/// The root of all commands.
struct Assay: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assay",
        abstract: "Proves how an online-gambling platform deals with its regulators.",
        discussion: firstMinute + """
            Your own platform:       assay init DIR, then assay doctor, plan, verify and run with its profile
            In CI:                   assay verify --profile sandbox.profile.yaml
            End to end:              assay run --profile sandbox.profile.yaml
            A document by itself:    assay check FILE --template NAME
            One request:             assay call /path --as IDENTITY --profile sandbox.profile.yaml
            A report you received:   assay report verify BUNDLE --trust trust.jwks
            A bucket for evidence:   assay storage certify https://HOST/BUCKET
            A code you do not know:  assay explain CODE

            Exit codes: 0 satisfied, 1 a check failed, 2 usage, 3 invalid file, 4 subject not testable, 5 nothing ran,
            6 not fully verified, 8 fault of the runner or a disk of platform serve that failed, 9 deadline, 10 signature or log
            verification failed, 11 refused by the production guard, 130/143 interrupted.
            """,
        version: ToolVersion.text,
        subcommands: ofThePlatform + [
            VerifyCommand.self, RunCommand.self, SimulateCommand.self, MockCommand.self, ReportCommand.self, AuditCommand.self,
            CheckCommand.self, CallCommand.self, StorageCommand.self, ExplainCommand.self, DoctorCommand.self, PlanCommand.self,
            InitCommand.self,
            CompletionCommand.self, LintCommand.self, ListCommand.self, CoverageCommand.self, GrantCommand.self,
        ])

    /// The first line of the help.
    private static var firstMinute: String {
        #if Platform
            "First minute:            assay demo\n"
        #else
            ""
        #endif
    }

    /// What the reference platform brings: the package's trait `Platform`.
    private static var ofThePlatform: [any ParsableCommand.Type] {
        #if Platform
            [DemoCommand.self, PlatformCommand.self, PKICommand.self, DataCommand.self]
        #else
            []
        #endif
    }
}

/// The version of the tool, as reports name it.
enum ToolVersion {
    static let text = "0.1.0"
}
