/// The files with which somebody begins to test a platform of his own.
package struct StarterFolder: Sendable {
    /// A file by its path in the folder.
    package struct File: Sendable, Hashable {
        package let path: String
        package let text: String
    }

    /// What the platform is called in reports.
    package let name: String
    /// Absolute, http or https, without a slash at its end.
    package let baseURL: String

    /// Nil when the address is not an http or https URL, or the name cannot stand in a YAML text.
    package init?(name: String, baseURL: String) {
        var url = baseURL
        while url.hasSuffix("/") { url.removeLast() }
        let rest = ["https://", "http://"].first(where: url.hasPrefix).map { url.dropFirst($0.count) }
        guard let rest, !rest.isEmpty, !url.contains(where: { $0.isWhitespace || $0 == "\"" || $0 == "#" || $0 == "\\" }) else {
            return nil
        }
        guard !name.isEmpty, !name.contains(where: { $0.isNewline || $0 == "\"" || $0 == "\\" }) else { return nil }
        self.name = name
        self.baseURL = url
    }

    /// In the order in which a newcomer reads them.
    package var files: [File] {
        [
            File(path: "README.md", text: readme), File(path: "sandbox.profile.yaml", text: profile),
            File(path: "Contracts/own/status.contract.yaml", text: Self.contract),
            File(path: "Scenarios/own/first.scenario.yaml", text: Self.scenario), File(path: "ci/assay.sh", text: Self.script),
            File(path: ".gitignore", text: "out/\nsecrets/\n"),
        ]
    }

    private var readme: String {
        """
        # Tests of \(name)

        | file | what it is |
        |---|---|
        | `sandbox.profile.yaml` | where the platform is, and as whom it is asked; secrets by reference only |
        | `Contracts/own` | what single answers must be |
        | `Scenarios/own` | what several parties do in turn |
        | `ci/assay.sh` | what CI runs; its exit code is the verdict |

        1. Put certificate, key and signing key of a test client into `secrets/`, and correct `sandbox.profile.yaml`.
        2. `assay doctor --profile sandbox.profile.yaml` until every line is well.
        3. `assay plan --profile sandbox.profile.yaml` says what would be sent.
        4. `assay verify --profile sandbox.profile.yaml`, then `assay run --profile sandbox.profile.yaml`.
        5. `assay explain CODE` for each finding that is not clear.

        The contracts that every platform must fulfil come with the command: add `--content` with the folder that holds them.

        """
    }

    private var profile: String {
        """
        # Where the platform is, and as whom it is asked. Secrets stand here by reference alone: file:, env: or exec:.
        schema_version: 1
        name: "\(name)"
        environment: sandbox
        platform:
          base_url: "\(baseURL)"
          # trust: file:secrets/ca.pem
          # jwks: "\(baseURL)/.well-known/jwks.json"
        identities:
          # An identity with nothing: a caller who must be refused wherever something is to be protected.
          stranger: {}
          reader: {}
          # A client with certificate, token and signing key:
          # reader:
          #   certificate: file:secrets/reader.pem
          #   key: file:secrets/reader.key
          #   signing_key: file:secrets/reader-signing.jwk
          #   token: { method: private_key_jwt, url: "\(baseURL)/oauth2/token", client_id: reader, key: "file:secrets/reader-signing.jwk" }
        # callbacks: { listen: "127.0.0.1:8543", certificate: "file:secrets/inbox.pem", key: "file:secrets/inbox.key" }
        states: manual
        allow_effects: [read]

        """
    }

    private static let contract = """
        # One interaction: a request, and what its answer must be. `assay lint` checks this file; Contracts/README.md has the grammar.
        schema_version: 1
        id: own.status
        title: The platform answers
        pack: core
        defaults: { as: reader }
        interactions:
          - id: something-answers
            title: The platform says how it is
            request: GET /
            response:
              status: [2xx, 3xx, 4xx]
              within: 5s

        """

    private static let scenario = """
        # Steps of one case, in turn.
        schema_version: 1
        id: own.first
        title: The platform answers twice alike
        effects: read
        budget: 30s
        actors:
          inspector: { identity: reader }
        steps:
          - call: own.status/something-answers
            as: inspector
          - call: own.status/something-answers
            as: inspector

        """

    private static let script = """
        #!/bin/sh
        # What CI runs. 0: conformant; 1: a check failed; 6: something could not be verified; `assay explain N` says the rest.
        set -e
        cd "$(dirname "$0")/.."
        assay doctor --profile sandbox.profile.yaml
        assay verify --profile sandbox.profile.yaml --output-dir out/verify --reporter junit=out/verify.xml
        assay run --profile sandbox.profile.yaml --output-dir out/run --reporter junit=out/run.xml

        """
}
