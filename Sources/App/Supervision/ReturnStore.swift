import Core
import Storage

/// Reads the guarantees that a return tells of, each with its entries, one after the other.
struct ReturnStore {
    let period: ReturnPeriod
    let institutions: [Institution]
    let agreements: [Agreement]
    private let agreementByNumber: [Int64: Agreement]
    /// The guarantees that were withdrawn, each with the day on which that was recorded.
    private let withdrawn: [Int64: Day]
    private let connection: Connection

    init(_ period: ReturnPeriod, _ connection: Connection) throws {
        self.period = period
        self.connection = connection
        institutions = try InstitutionStore.all(connection)
        agreements = try AgreementStore.all(connection)
        agreementByNumber = Dictionary(uniqueKeysWithValues: agreements.map { ($0.id.number, $0) })
        withdrawn = try Self.withdrawn(until: period.to, connection)
    }

    /// Hands over each guarantee that was contracted, moved or withdrawn in the period, with its number in
    /// the database, in the order of these.
    func forEach(_ body: (Int64, ReturnGuarantee) throws -> Void) throws {
        var current: (number: Int64, guarantee: ReturnGuarantee)?
        func finish() throws {
            guard let (number, guarantee) = current else { return }
            current = nil
            if isToldOf(number, guarantee) { try body(number, guarantee) }
        }
        try connection.forEach(Self.guarantees(period)) { row in
            if current?.number != row.int(0) {
                try finish()
                current = (row.int(0), try guarantee(row))
            }
            if let entry = Self.entry(row) { current?.guarantee.entries.append(entry) }
        }
        try finish()
    }

    /// Hands over the borrowers as their latest guarantees in the return have them.
    ///
    /// - Parameter latest: the number of that guarantee, by enterprise.
    func forEachCustomer(_ latest: [Int64: Int64], _ body: (ReturnRows.Customer) throws -> Void) throws {
        let sql: SQL = """
            SELECT g.id, g.enterprise_id, n.name, n.credit_code, g.industry, g.policy_kind, g.size, g.division
            FROM guarantee g JOIN enterprise n ON n.id = g.enterprise_id ORDER BY g.id
            """
        try connection.forEach(sql) { row in
            guard latest[row.int(1)] == row.int(0) else { return }
            try body(
                ReturnRows.Customer(
                    enterprise: row.int(1), name: row.text(2), documentNumber: row.text(3),
                    industry: row.text(4),
                    policyKind: Self.known(GuaranteeFeatures.PolicyKind(rawValue: row.text(5))),
                    size: Self.known(EnterpriseSize(rawValue: row.text(6))), division: row.text(7)))
        }
    }

    // MARK: Rows

    /// Applications that have not come to a contract are nobody's business yet.
    private static func guarantees(_ period: ReturnPeriod) -> SQL {
        let from = period.from ?? Day(number: .min)
        return SQL(
            """
            SELECT g.id, g.number, g.agreement_id, g.enterprise_id, n.name, g.division, g.industry, g.size,
                g.principal, g.fee_rate, g.contract_on, g.starts_on, g.ends_on, g.kind, g.policy_kind,
                g.way_of_issue, g.green_credit, g.first_loan, g.related_party,
                e.id, e.on_day, e.kind, e.amount, e.principal, e.loss, e.until_day, e.reverses
            FROM guarantee g
                JOIN guarantee_position p ON p.guarantee_id = g.id
                JOIN enterprise n ON n.id = g.enterprise_id
                LEFT JOIN entry e ON e.guarantee_id = g.id AND e.on_day <= ?
            WHERE p.state NOT IN ('applied', 'accepted', 'due_diligence', 'approved', 'declined')
                AND (g.contract_on BETWEEN ? AND ? OR p.state = 'withdrawn' OR EXISTS (
                    SELECT 1 FROM entry x WHERE x.guarantee_id = g.id AND x.on_day BETWEEN ? AND ?))
            ORDER BY g.id, e.id
            """, [Value(period.to), Value(from), Value(period.to), Value(from), Value(period.to)])
    }

    private func isToldOf(_ number: Int64, _ guarantee: ReturnGuarantee) -> Bool {
        period.contains(guarantee.terms.contractOn)
            || guarantee.entries.contains { period.contains($0.day) }
            || withdrawn[number].map(period.contains) ?? false
    }

    private func guarantee(_ row: borrowing Storage.Row) throws -> ReturnGuarantee {
        guard let agreement = agreementByNumber[row.int(2)] else {
            preconditionFailure("a guarantee has an agreement")
        }
        let terms = Guarantee.Terms(
            principal: Fen(row.int(8)), feeRate: Rate(millionths: row.int(9)),
            contractOn: Self.day(row.int(10)),
            startsOn: Self.day(row.int(11)), endsOn: Self.day(row.int(12)))
        var features = GuaranteeFeatures()
        features.kind = Self.known(GuaranteeFeatures.Kind(rawValue: row.text(13)))
        features.policyKind = Self.known(GuaranteeFeatures.PolicyKind(rawValue: row.text(14)))
        features.wayOfIssue = Self.known(GuaranteeFeatures.WayOfIssue(rawValue: row.text(15)))
        features.isGreenCredit = row.int(16) == 1
        features.isFirstLoan = row.int(17) == 1
        features.isRelatedParty = row.int(18) == 1
        return ReturnGuarantee(
            number: row.text(1), agreement: agreement, terms: terms, features: features,
            enterprise: row.int(3),
            enterpriseName: row.text(4), division: row.text(5), industry: row.text(6),
            size: Self.known(EnterpriseSize(rawValue: row.text(7))), isWithdrawn: withdrawn[row.int(0)] != nil
        )
    }

    private static func entry(_ row: borrowing Storage.Row) -> ReturnEntry? {
        guard let number = row.optionalInt(19) else { return nil }
        return ReturnEntry(
            number: number, day: day(row.int(20)), kind: known(EntryKind(rawValue: row.text(21))),
            amount: Fen(row.int(22)), principal: Fen(row.int(23)), loss: Fen(row.int(24)),
            until: row.optionalInt(25).map(day), reverses: row.optionalInt(26))
    }

    /// Steps have no effective day: the day on which the withdrawal was recorded counts, in China's time.
    private static func withdrawn(until day: Day, _ connection: Connection) throws -> [Int64: Day] {
        let sql = SQL(
            "SELECT subject, at FROM audit WHERE action = 'guarantee.withdraw' AND at < ?",
            [.int(chinaMidnight(before: day + 1))])
        var withdrawn: [Int64: Day] = [:]
        try connection.forEach(sql) { row in
            guard let number = row.text(0).split(separator: "/").last.flatMap({ Int64($0) }) else { return }
            withdrawn[number] = Day(number: Int32((row.int(1) + chinaOffset) / millisecondsPerDay))
        }
        return withdrawn
    }

    private static let millisecondsPerDay: Int64 = 86_400_000
    private static let chinaOffset: Int64 = 8 * 3_600_000

    private static func chinaMidnight(before day: Day) -> Int64 {
        Int64(day.number) * millisecondsPerDay - chinaOffset
    }

    private static func day(_ number: Int64) -> Day { Day(number: Int32(number)) }

    private static func known<Word>(_ word: Word?) -> Word {
        guard let word else { preconditionFailure("a word that no version of the program has written") }
        return word
    }
}
