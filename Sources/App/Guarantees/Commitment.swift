import Core
import Storage

/// The limits that are checked in the transaction that commits a guarantee, from the book as it then stands.
enum Commitment {
    /// Refuses a guarantee that would break the agreement's ceiling for the borrower or a limit of law.
    static func check(_ guarantee: Guarantee, on day: Day, _ connection: Connection) throws {
        let borrower = try borrower(of: guarantee, connection)
        if try isController(borrower.enterprise, of: guarantee.agreement.guarantor, connection) {
            throw LimitBreach.ownController
        }
        try checkCeiling(of: guarantee, borrower, connection)
        let exposure = try Exposures.with(guarantee, borrower, on: day, connection)
        if let breach = Limits.breaches(of: exposure).first { throw breach }
    }

    /// What was compensated and released under an agreement in the year of a day, up to it.
    static func yearSoFar(
        _ agreement: Agreement, on day: Day, _ connection: Connection
    ) throws -> StopLoss.YearSoFar {
        let sql = SQL(
            """
            SELECT CAST(COALESCE(SUM(CASE WHEN e.kind = 'compensated' THEN e.amount ELSE 0 END), 0)
                AS BIGINT),
                CAST(COALESCE(SUM(CASE WHEN e.kind <> 'disbursed' THEN -e.principal ELSE 0 END), 0) AS BIGINT)
            FROM entry e JOIN guarantee g ON g.id = e.guarantee_id
            WHERE g.agreement_id = ? AND e.on_day BETWEEN ? AND ?
            """, [.int(agreement.id.number), Value(Day(day.year, 1, 1) ?? day), Value(day)])
        let sums = try connection.first(sql) { (Fen($0.int(0)), Fen($0.int(1))) } ?? (.zero, .zero)
        return StopLoss.YearSoFar(compensated: sums.0, released: sums.1, until: day)
    }

    /// The stop-loss that a filing waits for, as it stands on a day; nil for a guarantee that does not wait.
    static func stopLoss(
        of guarantee: Guarantee, on day: Day, _ connection: Connection
    ) throws -> StopLoss? {
        guard guarantee.state == .awaitingApproval else { return nil }
        return StopLoss(of: guarantee.agreement, try yearSoFar(guarantee.agreement, on: day, connection))
    }

    /// What a firm has outstanding, or agreed and not yet disbursed, under an agreement.
    static func committed(
        to enterprise: Int64, under agreement: Agreement, besides guarantee: ID<Guarantee>? = nil,
        _ connection: Connection
    ) throws -> Fen {
        let sql = SQL(
            composing: """
                SELECT CAST(COALESCE(SUM(\(Bound.amount)), 0) AS BIGINT)
                FROM guarantee g JOIN guarantee_position p ON p.guarantee_id = g.id
                WHERE g.enterprise_id = ? AND g.agreement_id = ? AND g.id <> ?
                """, [.int(enterprise), .int(agreement.id.number), .int(guarantee?.number ?? 0)])
        return Fen(try connection.first(sql) { $0.int(0) } ?? 0)
    }

    struct Borrower {
        let enterprise: Int64
        let isServed: Bool
        let risk: GuaranteedRisk
    }

    private static func borrower(of guarantee: Guarantee, _ connection: Connection) throws -> Borrower {
        let sql = SQL(
            composing: "SELECT enterprise_id, \(BorrowerColumns.all) FROM guarantee g WHERE id = ?",
            [.int(guarantee.id.number)])
        let found = try connection.first(sql) {
            let borrower = BorrowerColumns($0, from: 1)
            return Borrower(enterprise: $0.int(0), isServed: borrower.isServed, risk: borrower.risk)
        }
        guard let found else { throw NotFound.guarantee(guarantee.id.description) }
        return found
    }

    private static func isController(
        _ enterprise: Int64, of guarantor: ID<Institution>, _ connection: Connection
    ) throws -> Bool {
        try connection.exists(
            SQL(
                "SELECT 1 FROM controller WHERE institution_id = ? AND enterprise_id = ?",
                [.int(guarantor.number), .int(enterprise)]))
    }

    private static func checkCeiling(
        of guarantee: Guarantee, _ borrower: Borrower, _ connection: Connection
    ) throws {
        guard let ceiling = guarantee.agreement.ceilings.borrower else { return }
        let committed = try committed(
            to: borrower.enterprise, under: guarantee.agreement, besides: guarantee.id, connection)
        let total = committed + guarantee.terms.principal
        guard total <= ceiling else { throw GuaranteeRefusal.borrowerAboveCeiling(total, ceiling) }
    }
}

/// A guarantor's book with one more guarantee in it, measured for the limits.
enum Exposures {
    /// What one customer has outstanding, or committed and not yet disbursed, under agreements of the same
    /// shares.
    struct Line {
        let enterprise: Int64
        let isServed: Bool
        let risk: GuaranteedRisk
        let shares: Shares
        var outstanding: Fen
    }

    static func with(
        _ guarantee: Guarantee, _ borrower: Commitment.Borrower, on day: Day, _ connection: Connection
    ) throws -> Limits.Exposure {
        let guarantor = guarantee.agreement.guarantor
        var lines = try lines(of: guarantor, without: guarantee.id, connection)
        lines.append(
            Line(
                enterprise: borrower.enterprise, isServed: borrower.isServed, risk: borrower.risk,
                shares: guarantee.agreement.shares,
                outstanding: guarantee.terms.principal))
        let netAssets = try InstitutionStore.netAssets(of: guarantor, on: day, connection) ?? .zero
        let related = try related(to: borrower.enterprise, connection)
        return measure(lines, netAssets: netAssets, borrower: borrower.enterprise, related: related)
    }

    /// Every guarantor's book as it stands, its largest borrower weighed.
    static func ofAll(
        on day: Day, _ connection: Connection
    ) throws -> [(guarantor: ID<Institution>, exposure: Limits.Exposure)] {
        let sql = SQL(
            composing: """
                SELECT a.guarantor_id, g.enterprise_id, a.shares, CAST(SUM(\(Bound.amount)) AS BIGINT),
                    \(BorrowerColumns.all)
                FROM guarantee_position p JOIN guarantee g ON g.id = p.guarantee_id
                    JOIN agreement a ON a.id = g.agreement_id
                WHERE p.state IN (\(Bound.states))
                GROUP BY a.guarantor_id, g.enterprise_id, a.shares, \(BorrowerColumns.all)
                """)
        var books: [Int64: [Line]] = [:]
        try connection.forEach(sql) {
            let borrower = BorrowerColumns($0, from: 4)
            let line = Line(
                enterprise: $0.int(1), isServed: borrower.isServed, risk: borrower.risk,
                shares: try KnownShares.shares($0.text(2)), outstanding: Fen($0.int(3)))
            books[$0.int(0), default: []].append(line)
        }
        return try books.sorted { $0.key < $1.key }.map { number, lines in
            let guarantor = ID<Institution>(number)
            let netAssets = try InstitutionStore.netAssets(of: guarantor, on: day, connection) ?? .zero
            var exposure = measure(lines, netAssets: netAssets, borrower: 0, related: [])
            exposure.borrowerLiability = largest(lines)
            return (guarantor, exposure)
        }
    }

    /// The liability for the borrower for whom it is largest.
    private static func largest(_ lines: [Line]) -> Fen {
        Dictionary(grouping: lines, by: \.enterprise).map { enterprise, own in
            measure(own, netAssets: .zero, borrower: enterprise, related: []).borrowerLiability
        }.max() ?? .zero
    }

    /// What binds a guarantor, customer by customer, but for one guarantee.
    static func lines(
        of guarantor: ID<Institution>, without guarantee: ID<Guarantee>?, _ connection: Connection
    ) throws -> [Line] {
        let sql = SQL(
            composing: """
                SELECT g.enterprise_id, a.shares, CAST(SUM(\(Bound.amount)) AS BIGINT), \(BorrowerColumns.all)
                FROM agreement a JOIN guarantee g ON g.agreement_id = a.id
                    JOIN guarantee_position p ON p.guarantee_id = g.id
                WHERE a.guarantor_id = ? AND g.id <> ?
                    AND p.state IN (\(Bound.states))
                GROUP BY g.enterprise_id, a.shares, \(BorrowerColumns.all)
                """, [.int(guarantor.number), .int(guarantee?.number ?? 0)])
        return try connection.all(sql) {
            let borrower = BorrowerColumns($0, from: 3)
            return Line(
                enterprise: $0.int(0), isServed: borrower.isServed, risk: borrower.risk,
                shares: try KnownShares.shares($0.text(1)), outstanding: Fen($0.int(2)))
        }
    }

    private static func related(to enterprise: Int64, _ connection: Connection) throws -> Set<Int64> {
        let sql = SQL(
            """
            SELECT related_id FROM related_party WHERE enterprise_id = ?
            UNION SELECT enterprise_id FROM related_party WHERE related_id = ?
            """, [.int(enterprise), .int(enterprise)])
        return Set(try connection.all(sql) { $0.int(0) }).union([enterprise])
    }

    private static func measure(
        _ lines: [Line], netAssets: Fen, borrower: Int64, related: Set<Int64>
    ) -> Limits.Exposure {
        var exposure = exposure(of: lines, netAssets: netAssets)
        for (line, liability) in liabilities(of: lines) {
            if line.enterprise == borrower { exposure.borrowerLiability += liability }
            if related.contains(line.enterprise) { exposure.relatedLiability += liability }
        }
        return exposure
    }

    /// The whole of a guarantor's book, without a look at any one borrower.
    static func exposure(of lines: [Line], netAssets: Fen) -> Limits.Exposure {
        var exposure = Limits.Exposure(
            netAssets: netAssets, liability: .zero, smallLiability: .zero,
            customers: Int64(Set(lines.map(\.enterprise)).count),
            smallCustomers: Int64(Set(lines.filter(\.isServed).map(\.enterprise)).count),
            borrowerLiability: .zero, relatedLiability: .zero)
        for (line, liability) in liabilities(of: lines) {
            exposure.liability += liability
            if line.isServed { exposure.smallLiability += liability }
        }
        return exposure
    }

    /// Each line with its part of the liability balance, whose weight goes by all that its customer has.
    static func liabilities(of lines: [Line]) -> [(line: Line, liability: Fen)] {
        var outstanding: [Int64: Fen] = [:]
        for line in lines { outstanding[line.enterprise, default: .zero] += line.outstanding }
        return lines.map { line in
            let weight = LiabilityWeight.of(
                line.risk, outstandingOfCustomer: outstanding[line.enterprise, default: .zero])
            let liability = LiabilityWeight.liability(
                weightedHundredths: Int128(line.outstanding.fen) * Int128(weight), shares: line.shares)
            return (line, liability)
        }
    }
}

/// What binds a guarantor: principal that is outstanding, or committed and not yet disbursed. Of `guarantee
/// g` and its position `p`.
private enum Bound {
    static let states = Guarantee.State.allCases.filter(\.binds).map { "'\($0.rawValue)'" }
        .joined(separator: ", ")

    static let amount = """
        p.disbursed - p.repaid - p.principal_compensated
            + CASE WHEN p.state IN (\(states)) THEN g.principal - p.disbursed ELSE 0 END
        """
}

/// The columns of `guarantee g` that tell the borrower's kind and the risk.
private struct BorrowerColumns {
    static let all = "g.size, g.kind, g.customer_kind, g.housing, g.bond_rating"

    let isServed: Bool
    let risk: GuaranteedRisk

    init(_ row: borrowing Row, from column: Int) {
        guard let size = EnterpriseSize(rawValue: row.text(column)),
            let kind = GuaranteeFeatures.Kind(rawValue: row.text(column + 1)),
            let customer = GuaranteeFeatures.CustomerKind(rawValue: row.text(column + 2))
        else { preconditionFailure("the schema allows no other size or kind") }
        isServed = customer.isServed(isSmallOrMicro: size.isSmallOrMicro)
        risk = GuaranteedRisk(
            kind, of: customer, isSmallOrMicro: size.isSmallOrMicro, isHousing: row.int(column + 3) == 1,
            rating: GuaranteeFeatures.BondRating(rawValue: row.text(column + 4)) ?? .notStated)
    }
}
