/// How the console looks: one sheet, readable in light and dark, colours never the only sign of a verdict.
enum ConsoleStyle {
    static let sheet = """
        :root { color-scheme: light dark; --good: light-dark(#0a6b2d, #6fd08c); --bad: light-dark(#a4101f, #ff8a8a);
          --some: light-dark(#7a4d00, #f0c060); --line: light-dark(#d0d0d0, #444) }
        body { font: 15px/1.5 system-ui, sans-serif; margin: 1.5rem auto; max-width: 75rem; padding: 0 1rem }
        h1 { font-size: 1.3rem } h2 { font-size: 1.05rem; margin-top: 1.5rem }
        table { border-collapse: collapse; width: 100% } th, td { text-align: left; padding: .25rem .5rem; 
          border-bottom: 1px solid var(--line); vertical-align: top }
        td, pre { overflow-wrap: anywhere } th, td.short, .inboxes td:first-child { white-space: nowrap; overflow-wrap: normal }
        td.short a { display: inline-block; min-width: 1.5rem } code { white-space: nowrap } td > code, p > code { overflow-wrap: anywhere;
          white-space: normal } .inboxes td:nth-child(2) code { white-space: nowrap } summary { cursor: pointer }
        form { display: inline-block; margin: .3rem .8rem .3rem 0 } pre { overflow: auto; max-height: 40rem; padding: .6rem;
          border: 1px solid var(--line) }
        .passed { color: var(--good) } .failed { color: var(--bad); font-weight: 600 } 
        .findings { color: var(--some) } .notJudged { opacity: .7 }
        select, input { max-width: 100%; font: inherit }
        @media (max-width: 45rem) { body { margin: .5rem auto } .inboxes td, .inboxes tr { display: block; border: 0 }
          .inboxes tr { border-bottom: 1px solid var(--line) } .inboxes td, .inboxes td:first-child, .inboxes td code { white-space: normal !important }
          .list { display: block; overflow-x: auto } form { display: block; margin-right: 0 } }
        """
}
