public import Core
import Storage

/// What a demonstration province holds, read from its records.
public struct DemonstrationSummary: Sendable {
    public let states: [(state: Guarantee.State, count: Int64)]
    public let firms: Int64
    /// Firms with a guarantee disbursed.
    public let guaranteedFirms: Int64
    public let institutions: Int64
    public let agreements: Int64
    public let entries: Int64
    public let records: Int64
    public let disbursed: Fen
    public let outstanding: Fen
    /// Under agreements that share 4:3:2:1.
    public let reguaranteedOutstanding: Fen
    /// The fee rates of those in force, weighted by principal; nil where there are none.
    public let reguaranteedFeeRate: Rate?
    public let compensated: Fen
    /// Compensated over all that was released from guarantee.
    public let compensationRate: Rate?
    public let recovered: Fen
    public let openClaims: Fen
    /// Open claims past their due day.
    public let lateClaims: Int64

    public static func read(from book: Book, asOf day: Day = Demonstration.replyDay) throws
        -> DemonstrationSummary
    {
        try book.database.readSynchronously { try DemonstrationSummary($0, asOf: day) }
    }

    private init(_ connection: Connection, asOf day: Day) throws {
        func number(_ sql: SQL) throws -> Int64 { try connection.first(sql) { $0.int(0) } ?? 0 }
        let found = try connection.all("SELECT state, COUNT(*) FROM guarantee_position GROUP BY state") {
            (Guarantee.State(rawValue: $0.text(0)), $0.int(1))
        }
        states = Guarantee.State.allCases.map { state in (state, found.first { $0.0 == state }?.1 ?? 0) }
        firms = try number("SELECT COUNT(*) FROM enterprise")
        guaranteedFirms = try number(
            """
            SELECT COUNT(DISTINCT g.enterprise_id) FROM guarantee g
            JOIN guarantee_position p ON p.guarantee_id = g.id WHERE p.disbursed > 0
            """)
        institutions = try number("SELECT COUNT(*) FROM institution")
        agreements = try number("SELECT COUNT(*) FROM agreement")
        entries = try number("SELECT COUNT(*) FROM entry")
        records = try number("SELECT COUNT(*) FROM audit")
        let sums = try connection.first(
            """
            SELECT CAST(COALESCE(SUM(disbursed), 0) AS BIGINT),
                CAST(COALESCE(SUM(disbursed - repaid - principal_compensated), 0) AS BIGINT),
                CAST(COALESCE(SUM(recovered), 0) AS BIGINT)
            FROM guarantee_position
            """
        ) { (Fen($0.int(0)), Fen($0.int(1)), Fen($0.int(2))) }
        (disbursed, outstanding, recovered) = sums ?? (.zero, .zero, .zero)
        let four = try DemonstrationSummary.reguaranteed(connection)
        reguaranteedOutstanding = four.outstanding
        reguaranteedFeeRate = four.feeRate
        compensated = Fen(
            try number(
                "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM entry WHERE kind = 'compensated'"))
        let released = try number(
            "SELECT CAST(COALESCE(SUM(-principal), 0) AS BIGINT) FROM entry WHERE kind <> 'disbursed'")
        compensationRate = Rate(compensated, over: Fen(released))
        openClaims = Fen(try number("SELECT CAST(COALESCE(SUM(amount - paid), 0) AS BIGINT) FROM claim"))
        lateClaims = try number(
            SQL("SELECT COUNT(*) FROM claim WHERE paid < amount AND due_on < ?", [.int(Int64(day.number))]))
    }

    private static func reguaranteed(_ connection: Connection) throws -> (outstanding: Fen, feeRate: Rate?) {
        let sql = SQL(
            """
            SELECT CAST(COALESCE(SUM(p.disbursed - p.repaid - p.principal_compensated), 0) AS BIGINT),
                CAST(COALESCE(SUM(g.principal / 100 * g.fee_rate), 0) AS BIGINT),
                CAST(COALESCE(SUM(g.principal / 100), 0) AS BIGINT)
            FROM agreement a JOIN guarantee g ON g.agreement_id = a.id
            JOIN guarantee_position p ON p.guarantee_id = g.id
            WHERE a.shares = ? AND p.disbursed - p.repaid - p.principal_compensated > 0
            """, [.text(DemonstrationAgreements.fourShares)])
        let sums = try connection.first(sql) { (Fen($0.int(0)), $0.int(1), $0.int(2)) }
        guard let (outstanding, weighted, principal) = sums, principal > 0 else { return (.zero, nil) }
        return (
            outstanding, Rate(millionths: Int64(roundedHalfEven(Int128(weighted), by: Int128(principal))))
        )
    }
}
