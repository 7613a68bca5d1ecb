public import Core
import Storage

/// What is told because a day has come: shares that fall due or are late, guarantees that end or have ended.
/// Each is told once, however often the day is run.
public enum DailyNotices {
    /// Shares are told of so many working days before they are due.
    static let workingDaysBefore = 3
    /// Guarantees so many days before they end.
    static let daysBefore = 30
    /// Notices in one transaction, so that others can write in between.
    private static let chunk = 200

    /// Finds what has become due by a day and tells it.
    ///
    /// - Returns: how many notices are new.
    public static func write(for day: Day, in book: Book) async throws -> Int {
        let found = try await book.database.read { connection in
            try shares(on: day, connection) + guarantees(on: day, connection)
        }
        var count = 0
        for start in stride(from: 0, to: found.count, by: chunk) {
            let part = Array(found[start..<min(start + chunk, found.count)])
            let known = try await book.database.read { connection in
                try part.filter { try !NoticeStore.isKnown($0, connection) }
            }
            if known.isEmpty { continue }
            count += try await book.write(as: Actor("cassia daily"), "notice.daily") { writing in
                try NoticeStore.add(known, on: day, writing)
            }
        }
        return count
    }

    /// To the debtor; to the creditor too once it is late.
    private static func shares(on day: Day, _ connection: Connection) throws -> [Notice] {
        let soon = (try? WorkingDays.add(workingDaysBefore, to: day)) ?? day + workingDaysBefore
        let sql = SQL(
            """
            SELECT c.id, g.number, e.name, c.amount - c.paid, c.due_on, d.id, k.id
            FROM claim c JOIN guarantee g ON g.id = c.guarantee_id
                JOIN enterprise e ON e.id = g.enterprise_id JOIN agreement a ON a.id = g.agreement_id
                LEFT JOIN organisation d ON d.institution_id = CASE c.debtor WHEN 0 THEN a.guarantor_id
                    WHEN 1 THEN a.reguarantor_id WHEN 2 THEN a.bank_id ELSE a.treasury_id END
                LEFT JOIN organisation k ON k.institution_id = CASE c.creditor WHEN 0 THEN a.guarantor_id
                    WHEN 1 THEN a.reguarantor_id WHEN 2 THEN a.bank_id ELSE a.treasury_id END
            WHERE c.paid < c.amount AND c.due_on <= ? ORDER BY c.due_on, c.id
            """, [Value(soon)])
        var notices: [Notice] = []
        try connection.forEach(sql) { row in
            let dueOn = row.day(4)
            guard let kind = Notice.kind(dueOn: dueOn, on: day, soon: soon) else { return }
            let number = row.text(1)
            let text = Notice.text(
                kind, number: number, firm: row.text(2), amount: Fen(row.int(3)), on: dueOn)
            let told = [row.optionalInt(5), kind == .shareOverdue ? row.optionalInt(6) : nil]
            for organisation in told.compactMap({ $0 }) {
                notices.append(
                    Notice(
                        organisation: organisation, kind: kind, subject: "guarantees/\(number)",
                        key: "claim/\(row.int(0))/\(kind.rawValue)/\(dueOn)", text: text))
            }
        }
        return notices
    }

    /// To the guarantor, the bank and the firm; what has ended is told again when an extension has ended.
    private static func guarantees(on day: Day, _ connection: Connection) throws -> [Notice] {
        let sql = SQL(
            """
            SELECT g.id, g.number, e.name, p.disbursed - p.repaid - p.principal_compensated,
                COALESCE(p.extended_until, g.ends_on), u.id, b.id, f.id
            FROM guarantee_position p JOIN guarantee g ON g.id = p.guarantee_id
                JOIN enterprise e ON e.id = g.enterprise_id JOIN agreement a ON a.id = g.agreement_id
                LEFT JOIN organisation u ON u.institution_id = a.guarantor_id
                LEFT JOIN organisation b ON b.institution_id = a.bank_id
                LEFT JOIN organisation f ON f.code = e.credit_code
            WHERE p.state IN ('in_force', 'overdue') AND p.disbursed - p.repaid - p.principal_compensated > 0
                AND COALESCE(p.extended_until, g.ends_on) <= ? ORDER BY g.id
            """, [Value(day + daysBefore)])
        var notices: [Notice] = []
        try connection.forEach(sql) { row in
            let endsOn = row.day(4)
            let kind: Notice.Kind = endsOn < day ? .guaranteeEnded : .guaranteeEndsSoon
            let number = row.text(1)
            let text = Notice.text(
                kind, number: number, firm: row.text(2), amount: Fen(row.int(3)), on: endsOn)
            for column in 5...7 {
                guard let organisation = row.optionalInt(column) else { continue }
                notices.append(
                    Notice(
                        organisation: organisation, kind: kind, subject: "guarantees/\(number)",
                        key: "guarantee/\(row.int(0))/\(kind.rawValue)/\(endsOn)", text: text))
            }
        }
        return notices
    }
}

/// Does the work of each day while a server runs, when it begins and at midnight in the region: notices, and
/// firms matched with policies.
struct NoticeKeeper: Sendable {
    let site: Site

    private static let dayMilliseconds: Int64 = 86_400_000
    private static let zoneMilliseconds: Int64 = 8 * 3_600_000
    /// After a failure, such as a database that is away.
    private static let retryMilliseconds: Int64 = 600_000

    /// Runs until its task is cancelled; a site that stands still on a day is told of it once.
    func keep() async {
        while !Task.isCancelled {
            let day = site.today
            let isDone = (try? await work(of: day)) != nil
            if isDone, site.settings.today != nil { return }
            // A day that began meanwhile is run at once.
            let wait =
                isDone
                ? (site.today == day ? NoticeKeeper.untilMidnight(site.now()) : 0)
                : NoticeKeeper.retryMilliseconds
            guard (try? await Task.sleep(for: .milliseconds(wait))) != nil else { return }
        }
    }

    private func work(of day: Day) async throws {
        _ = try await DailyNotices.write(for: day, in: site.book)
        try await EntitlementMatching(site.policies.library, on: day).run(in: site.book)
    }

    /// From a time to the next day in the region, in milliseconds.
    static func untilMidnight(_ now: Int64) -> Int64 {
        let intoDay = (now + zoneMilliseconds) % dayMilliseconds
        return dayMilliseconds - intoDay
    }
}
