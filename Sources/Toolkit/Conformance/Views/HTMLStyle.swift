import Results

/// Looks of the page: colours say good, fair, bad, plain, never alone but beside a word.
enum HTMLStyle {
    /// The class of a verdict.
    static func tone(of verdict: Verdict) -> String {
        switch verdict {
        case .conformant: "good"
        case .conformantWithFindings, .notFullyVerified: "fair"
        case .nonConformant, .invalidRun: "bad"
        }
    }

    /// The class of a requirement's state.
    static func tone(of status: RequirementResult.Status) -> String {
        switch status {
        case .verified: "good"
        case .verifiedWithFindings, .notRun: "fair"
        case .failed: "bad"
        case .notTestable, .notApplicable, .notSelected: "plain"
        }
    }

    /// A fragment identifier: letters, digits and hyphens of the case's identifier.
    static func anchor(_ caseID: String) -> String {
        "case-"
            + String(
                caseID.unicodeScalars.map {
                    $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil) ? Character($0) : "-"
                })
    }

    static let sheet = """
        :root { --ink:#1c2430; --soft:#5a6677; --line:#dbe1e8; --paper:#fff; --ground:#f4f6f8; --good:#0b6b3a; --fair:#8a5a00; --bad:#b3261e; --plain:#4a5665; --link:#0b57a4; }
        @media (prefers-color-scheme: dark) { :root { --ink:#e8ecf1; --soft:#a3afbd; --line:#37414e; --paper:#1a2028; --ground:#12171d; --good:#5fd39a; --fair:#f0b95a; --bad:#ff8f86; --plain:#a9b4c2; --link:#86bdf5; } }
        * { box-sizing: border-box; }
        body { margin:0; background:var(--ground); color:var(--ink); font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif; }
        header, main { max-width:1080px; margin:0 auto; padding:0 24px; }
        header { margin-top:32px; padding:24px 28px; background:var(--paper); border:1px solid var(--line); border-top:6px solid var(--plain); border-radius:6px; }
        header.good { border-top-color:var(--good); } header.fair { border-top-color:var(--fair); } header.bad { border-top-color:var(--bad); }
        header.good h1 { color:var(--good); } header.fair h1 { color:var(--fair); } header.bad h1 { color:var(--bad); }
        .kicker { margin:0; letter-spacing:.08em; text-transform:uppercase; font-size:12px; color:var(--soft); }
        h1 { margin:2px 0 0; font-size:34px; line-height:1.15; } .subject { margin:4px 0 16px; font-size:18px; }
        h2 { font-size:19px; margin:0 0 12px; } h2 small { color:var(--soft); font-weight:400; }
        h3 { font-size:15px; margin:0 0 4px; overflow-wrap:anywhere; }
        section { background:var(--paper); border:1px solid var(--line); border-radius:6px; padding:20px 24px; margin:18px 0; }
        main { padding:0; } dl { margin:0; } dl div { display:grid; grid-template-columns:13em 1fr; gap:12px; padding:2px 0; }
        dt { color:var(--soft); } dd { margin:0; overflow-wrap:anywhere; }
        .figures { display:grid; grid-template-columns:repeat(5,1fr); gap:10px; margin-bottom:10px; }
        .figure { border:1px solid var(--line); border-radius:6px; padding:10px 14px; } .figure b { display:block; font-size:26px; line-height:1.2; font-variant-numeric:tabular-nums; } .figure span { color:var(--soft); font-size:13px; }
        .figure.good b { color:var(--good); } .figure.fair b { color:var(--fair); } .figure.bad b { color:var(--bad); } .figure.quiet b { color:var(--soft); font-weight:400; }
        .notice { border-left:5px solid var(--fair); } .notice ul { margin:0; padding-left:1.2em; }
        .finding { border:1px solid var(--line); border-left:5px solid var(--plain); border-radius:4px; padding:12px 16px; margin:12px 0; break-inside:avoid; }
        .finding.bad { border-left-color:var(--bad); } .finding.fair { border-left-color:var(--fair); } .finding dl div { grid-template-columns:6em 1fr; }
        .meta { color:var(--soft); font-size:13px; margin:2px 0; } .reason { color:var(--soft); font-size:13px; margin:2px 0; font-style:italic; }
        .tag { display:inline-block; border:1px solid currentColor; border-radius:10px; padding:0 8px; font-size:12px; line-height:18px; white-space:nowrap; color:var(--plain); }
        .tag.good { color:var(--good); } .tag.fair { color:var(--fair); } .tag.bad { color:var(--bad); }
        code, pre { font:13px/1.45 ui-monospace,SFMono-Regular,"DejaVu Sans Mono",monospace; overflow-wrap:anywhere; }
        pre { background:var(--ground); border:1px solid var(--line); border-radius:4px; padding:8px 12px; overflow-x:auto; margin:8px 0; }
        .excerpt span { color:var(--soft); } .excerpt i { color:var(--bad); font-style:normal; font-weight:700; }
        .wide { overflow-x:auto; } table { width:100%; border-collapse:collapse; } th, td { text-align:left; vertical-align:top; padding:6px 10px 6px 0; border-top:1px solid var(--line); } thead th { border-top:0; color:var(--soft); font-weight:500; font-size:13px; }
        tbody th { font-weight:600; white-space:nowrap; } .count { white-space:nowrap; font-variant-numeric:tabular-nums; }
        details.case { border-top:1px solid var(--line); padding:6px 0; } summary { cursor:pointer; padding:2px 0; }
        .filter { display:flex; gap:16px; align-items:center; margin-bottom:10px; } .filter[hidden] { display:none; } input, select { font:inherit; color:inherit; background:var(--paper); border:1px solid var(--line); border-radius:4px; padding:3px 8px; }
        a { color:var(--link); } .skip { position:absolute; left:-999px; } .skip:focus { left:8px; top:8px; background:var(--paper); padding:6px; }
        tr:target, details:target { outline:2px solid var(--link); }
        @media (max-width:760px) { .figures { grid-template-columns:repeat(2,1fr); } dl div { grid-template-columns:1fr; gap:0; } header, section { padding:16px; } header { margin-top:0; } .filter { flex-wrap:wrap; gap:8px 16px; }
          #requirements thead { display:none; } #requirements tr:not([hidden]) { display:block; border-top:1px solid var(--line); padding:10px 0; } #requirements th, #requirements td { display:block; border:0; padding:1px 0; } #requirements br { display:none; } }
        @media print { :root { --ground:#fff; } body { font-size:11px; } header, section { border:0; padding:8px 0; margin:0; } .filter, .skip, script { display:none; } thead { display:table-header-group; } tr, details.case { break-inside:avoid; } .figures { break-inside:avoid; } a { color:inherit; text-decoration:none; } }
        """

    static let script = """
        for (const form of document.querySelectorAll("form.filter")) {
          const rows = [...document.getElementById(form.dataset.table).rows];
          form.hidden = false;
          const apply = () => {
            const words = form.elements.text.value.toLowerCase().split(/\\s+/).filter(Boolean);
            const state = form.elements.state.value;
            let shown = 0;
            for (const row of rows) {
              const content = row.textContent.toLowerCase();
              row.hidden = (state && row.dataset.state !== state) || !words.every(word => content.includes(word));
              if (!row.hidden) shown++;
            }
            form.querySelector("output").textContent = `${shown} of ${rows.length} shown`;
          };
          form.addEventListener("input", apply);
          form.addEventListener("submit", event => event.preventDefault());
          apply();
        }
        const open = () => { const target = location.hash && document.getElementById(location.hash.slice(1)); const fold = target && target.closest("details"); if (fold) fold.open = true; };
        addEventListener("hashchange", open);
        open();
        """
}
