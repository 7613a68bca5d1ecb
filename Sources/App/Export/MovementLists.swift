import Core
import Storage

/// What happened, as the import reads it: reversed entries and their reversals are both left out, and so are
/// the kinds that it does not know. An entry without a reference gets one from its number.
enum EventList {
    static let columns: [TableWriter.Column] = [
        .init("on", .day), .init("guarantee_no"), .init("event"), .init("amount_yuan", .money),
        .init("reference"),
        .init("interest_yuan", .money),
    ]

    static let rows: SQL = """
        SELECT e.on_day, g.number, e.kind, CASE WHEN e.kind = 'released' THEN NULL ELSE e.amount END,
            COALESCE(e.reference, 'entry-' || CAST(e.id AS TEXT)),
            CASE WHEN e.interest = 0 THEN NULL ELSE e.interest END
        FROM entry e JOIN guarantee g ON g.id = e.guarantee_id
        WHERE e.reverses IS NULL AND NOT EXISTS (SELECT 1 FROM entry r WHERE r.reverses = e.id)
            AND e.kind IN ('disbursed', 'fee_paid', 'repaid', 'released', 'claimed', 'compensated',
                'reguarantor_paid', 'treasury_paid', 'recovered', 'recovery_cost', 'written_off')
        ORDER BY e.id
        """

    /// How many entries of guarantees have no place in the table: extensions, fees given back, recoveries
    /// passed on.
    static func leftOut(_ connection: Connection) throws -> Int64 {
        try connection.first(
            """
            SELECT COUNT(*) FROM entry e
            WHERE e.guarantee_id IS NOT NULL AND e.reverses IS NULL
                AND NOT EXISTS (SELECT 1 FROM entry r WHERE r.reverses = e.id)
                AND e.kind NOT IN ('disbursed', 'fee_paid', 'repaid', 'released', 'claimed', 'compensated',
                    'reguarantor_paid', 'treasury_paid', 'recovered', 'recovery_cost', 'written_off')
            """
        ) { $0.int(0) } ?? 0
    }

    static func write(_ row: borrowing Storage.Row, _ writer: TableWriter) {
        writer.day(0, of: row)
        writer.text(1, of: row)
        writer.text(2, of: row)
        writer.money(3, of: row)
        writer.text(4, of: row)
        writer.money(5, of: row)
    }
}

/// What the parties owe each other.
enum ClaimList {
    static let columns: [TableWriter.Column] = [
        .init("claim", .count), .init("guarantee_no"), .init("debtor"), .init("creditor"),
        .init("amount_yuan", .money), .init("paid_yuan", .money), .init("open_yuan", .money),
        .init("due_on", .day),
        .init("on", .day), .init("entry", .count),
    ]

    static let rows: SQL = """
        SELECT c.id, g.number, c.debtor, c.creditor, c.amount, c.paid, c.amount - c.paid, c.due_on, e.on_day,
            c.entry_id
        FROM claim c JOIN guarantee g ON g.id = c.guarantee_id JOIN entry e ON e.id = c.entry_id ORDER BY c.id
        """

    static func write(_ row: borrowing Storage.Row, _ writer: TableWriter) {
        writer.count(0, of: row)
        writer.text(1, of: row)
        writer.party(2, of: row)
        writer.party(3, of: row)
        for column in 4..<7 { writer.money(column, of: row) }
        writer.day(7, of: row)
        writer.day(8, of: row)
        writer.count(9, of: row)
    }
}

/// All entries of the ledger, reversals included, without their postings.
enum EntryList {
    static let columns: [TableWriter.Column] = [
        .init("entry", .count), .init("on", .day), .init("kind"), .init("guarantee_no"),
        .init("amount_yuan", .money), .init("interest_yuan", .money), .init("principal_yuan", .money),
        .init("loss_yuan", .money), .init("until", .day), .init("reference"), .init("reverses", .count),
    ]

    static let rows: SQL = """
        SELECT e.id, e.on_day, e.kind, g.number, e.amount, e.interest, e.principal, e.loss, e.until_day,
            e.reference, e.reverses
        FROM entry e LEFT JOIN guarantee g ON g.id = e.guarantee_id ORDER BY e.id
        """

    static func write(_ row: borrowing Storage.Row, _ writer: TableWriter) {
        writer.count(0, of: row)
        writer.day(1, of: row)
        writer.text(2, of: row)
        writer.text(3, of: row)
        for column in 4..<8 { writer.money(column, of: row) }
        writer.day(8, of: row)
        writer.text(9, of: row)
        writer.count(10, of: row)
    }
}

/// The audit log with the hash of each record.
enum AuditList {
    static let columns: [TableWriter.Column] = [
        .init("record", .count), .init("at"), .init("actor"), .init("action"), .init("subject"),
        .init("reason"),
        .init("before"), .init("after"), .init("hash"),
    ]

    static let rows: SQL = """
        SELECT id, at, actor, action, subject, reason, before, after, hash FROM audit ORDER BY id
        """

    static func write(_ row: borrowing Storage.Row, _ writer: TableWriter) {
        writer.count(0, of: row)
        writer.text(time(row.int(1)))
        for column in 2..<8 { writer.text(column, of: row) }
        writer.text(hexadecimal(row))
    }

    /// `2026-01-05T09:30:00.000Z`.
    private static func time(_ milliseconds: Int64) -> String {
        let (day, rest) = (milliseconds / 86_400_000, milliseconds % 86_400_000)
        func digits(_ number: Int64, _ count: Int) -> String {
            let text = String(number)
            return String(repeating: "0", count: max(count - text.count, 0)) + text
        }
        let time = [rest / 3_600_000, rest / 60_000 % 60, rest / 1_000 % 60].map { digits($0, 2) }
        let date = Day(number: Int32(truncatingIfNeeded: day))
        return "\(date)T\(time.joined(separator: ":")).\(digits(rest % 1_000, 3))Z"
    }

    private static func hexadecimal(_ row: borrowing Storage.Row) -> String {
        row.withBytes(8) { bytes in
            var text = ""
            for byte in bytes {
                if byte < 16 { text += "0" }
                text += String(byte, radix: 16)
            }
            return text
        }
    }
}
