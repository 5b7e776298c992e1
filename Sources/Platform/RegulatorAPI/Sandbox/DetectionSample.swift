import Documents
import Foundation
import SourceData

/// Rows for empty tables, each in SQL, that make one detector find one thing: invented, and three days old.
struct DetectionSample: Sendable {
    let licence: Licence
    let now: Timestamp

    /// In which all of it happens.
    var span: Range<Timestamp> { now.advanced(by: .seconds(-7 * 86_400))..<now }
    /// The first instant of the rows, in milliseconds.
    private var start: Int64 { now.milliseconds - 3 * 86_400_000 }

    /// Two of three rounds win twice the stake: 133 % where even chances less one of thirty-seven are stated.
    var returnThatIsOff: String {
        player() + """
            INSERT INTO game VALUES ('SAMPLE-GAME', 'sample', 'Sample', 'ROULETTE', 'TYPE1', 'ROULETTE', 0.97297, 0.9996, 2);
            INSERT INTO game_version VALUES ('SAMPLE-GAME-V', 'SAMPLE-GAME', '1', '', 'MAJOR', \(start), NULL);
            INSERT INTO game_session VALUES (
                'sample-session', '\(licence.id)', NULL, 'sample-player', 'SAMPLE-GAME-V', \(start), NULL, NULL, 0, 0, NULL);
            WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 1999)
            INSERT INTO game_round SELECT
                'sample-round-' || i, '\(licence.id)', 'sample-session', 'sample-player', 'SAMPLE-GAME-V', \(start) + i * 5000,
                \(start) + i * 5000 + 1000, 'SETTLED', '\(licence.baseCurrency)', 100, 0, CASE i % 3 WHEN 0 THEN 0 ELSE 200 END, 0, 0, 0,
                'WEB', NULL, NULL, NULL, NULL, 0
            FROM n;
            """
    }

    /// Of the pockets 0 to 36 only the first eighteen come up.
    var unevenDraws: String {
        """
        INSERT INTO rng VALUES ('SAMPLE-RNG', 'SOFTWARE', 'sample', NULL, 'ACTIVE');
        WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 1999)
        INSERT INTO rng_draw SELECT
            'SAMPLE-RNG', i + 1, '\(licence.id)', 'sample-round-' || i, \(start) + i * 5000, 0, 36, 1, '[' || (i * i + 7 * i) % 18 || ']', '',
            '', ''
        FROM n;
        """
    }

    /// One act, an hour after a self-exclusion became effective.
    func excluded(_ act: ExclusionBreach.Act) -> String {
        let at = start + 3_600_000
        let row =
            switch act {
            case .play: movement(1, "STAKE", 100, sign: -1, before: 1000, at: at)
            case .deposit: movement(1, "DEPOSIT", 1000, sign: 1, before: 0, at: at)
            case .login:
                """
                INSERT INTO login_session VALUES (
                    'sample-login', '\(licence.id)', 'sample-player', \(at), NULL, NULL, '192.0.2.1', 'WEB', 'MT', 1);
                """
            case .marketing:
                "INSERT INTO bonus VALUES ('sample-bonus', '\(licence.id)', 'sample-player', 'Come back', \(at), 1000, 0, 0, 'ACTIVE', NULL);"
            }
        return player() + """
            INSERT INTO exclusion VALUES (
                'sample-exclusion', '\(licence.id)', 'sample-player', 'SELF', 'NONE', \(start), \(start), \(start) + 15811200000, NULL, NULL, 0);
            """ + row
    }

    /// As many deposits as the rule names, a minute apart, each a minor unit under its threshold.
    func payments(under rule: StructuringRule) -> String {
        let amount = rule.threshold - 1
        return (0..<Int64(rule.payments)).reduce(player(currency: rule.currency)) { rows, position in
            rows + movement(position + 1, "DEPOSIT", amount, sign: 1, before: position * amount, at: start + position * 60_000)
        }
    }

    /// A player is owed ten times what the bank's statement of the day shows.
    var uncoveredFunds: String {
        get throws {
            let day = try GamingZone(licence.gamingDayZone).day(of: Timestamp(milliseconds: start))
            return player() + movement(1, "DEPOSIT", 10_000, sign: 1, before: 0, at: start - 86_400_000) + """
                INSERT INTO funds_account VALUES (
                    'sample-bank', '\(licence.id)', 'PLAYER_BANK', 'Sample Bank', '\(licence.baseCurrency)', '****0001');
                INSERT INTO funds_balance VALUES ('sample-bank', '\(day)', 1000, '');
                """
        }
    }

    /// A player with a wallet.
    private func player(currency: String? = nil) -> String {
        let currency = currency ?? licence.baseCurrency
        return """
            INSERT INTO player VALUES (
                'sample-player', '\(licence.id)', 'sample', \(start - 86_400_000), '1980-01-01', 'MT', 'OTHER', 'ACTIVE', \(start), 'LOW',
                '\(currency)', 0, 0, NULL, NULL, NULL, NULL);
            INSERT INTO wallet VALUES ('sample-wallet', '\(licence.id)', 'sample-player', 'CASH', '\(currency)');
            """
    }

    private func movement(_ number: Int64, _ type: String, _ amount: Int64, sign: Int64, before: Int64, at: Int64) -> String {
        """
        INSERT INTO wallet_tx VALUES (
            'sample-tx-\(number)', '\(licence.id)', 'sample-wallet', 'sample-player', \(number), \(at), \(at), '\(type)', \(amount), \(sign),
            \(before), \(before + sign * amount), NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'sample-key-\(number)');
        """
    }
}
