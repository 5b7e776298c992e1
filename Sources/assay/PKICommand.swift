#if Platform
    import Access
    import ArgumentParser
    import Documents
    import Foundation
    import Results

    /// `assay pki`: keys and certificates for development.
    struct PKICommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "pki", abstract: "Development keys and certificates.", subcommands: [Initialise.self])

        /// `assay pki init`: an authority, a certificate for each party, signing keys, and the register of clients.
        struct Initialise: ParsableCommand {
            static let configuration = CommandConfiguration(
                commandName: "init", abstract: "Makes a development authority and what platform, simulator and regulators need.",
                discussion: "Never for production: the authority's key lies in the folder. Example: assay pki init pki")

            @Argument(help: "The folder to write; must not hold an authority yet.")
            var folder: String

            func run() throws {
                let written: [String]
                do { written = try DevelopmentPKI(directory: URL(filePath: folder), now: .wall).create() } catch let failure
                    as DevelopmentPKI.Failure
                {
                    throw EarlyExit(.usage, failure.description)
                }
                Console.result(
                    "\(written.count) files in \(folder): authority ca.pem, register clients.json, plan of deliveries deliveries.json")
            }
        }
    }
#endif
