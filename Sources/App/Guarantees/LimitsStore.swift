import Core
import Storage

/// How much of the ceilings of law a guarantor's book uses as it stands.
enum LimitsStore {
    /// One customer, or one with its related parties.
    struct Customer: Sendable, Equatable {
        let enterprise: Int64
        var code = ""
        var name = ""
        var outstanding = Fen.zero
        var liability = Fen.zero
        /// With that of its related parties.
        var relatedLiability = Fen.zero
        var related = 0
    }

    struct Use: Sendable {
        /// With the largest borrower and the largest group of related parties in it.
        let exposure: Limits.Exposure
        /// The day from which the net assets hold; nil where none were stated.
        let hasNetAssets: Bool
        /// The biggest by liability.
        let biggest: [Customer]
        /// The customer whose related parties, itself included, bind the most.
        let biggestGroup: Customer?
        /// The part of the liability balance that the ten biggest hold.
        let ofTen: Fen
    }

    private static let shown = 10

    static func use(of guarantor: ID<Institution>, on day: Day, _ connection: Connection) throws -> Use {
        let lines = try Exposures.lines(of: guarantor, without: nil, connection)
        let netAssets = try InstitutionStore.netAssets(of: guarantor, on: day, connection)
        var exposure = Exposures.exposure(of: lines, netAssets: netAssets ?? .zero)
        let customers = try customers(lines, of: guarantor, connection)
        let byLiability = customers.sorted {
            ($0.liability, $1.enterprise) > ($1.liability, $0.enterprise)
        }
        let group = customers.filter { $0.related > 0 }.max {
            ($0.relatedLiability, $1.enterprise) < ($1.relatedLiability, $0.enterprise)
        }
        exposure.borrowerLiability = byLiability.first?.liability ?? .zero
        exposure.relatedLiability = max(group?.relatedLiability ?? .zero, exposure.borrowerLiability)
        let ten = Array(byLiability.prefix(shown))
        return Use(
            exposure: exposure, hasNetAssets: netAssets != nil, biggest: try named(ten, connection),
            biggestGroup: try named(group.map { [$0] } ?? [], connection).first,
            ofTen: ten.map(\.liability).sum())
    }

    private static func customers(
        _ lines: [Exposures.Line], of guarantor: ID<Institution>, _ connection: Connection
    ) throws -> [Customer] {
        var customers: [Int64: Customer] = [:]
        for (line, liability) in Exposures.liabilities(of: lines) {
            customers[line.enterprise, default: Customer(enterprise: line.enterprise)].outstanding +=
                line.outstanding
            customers[line.enterprise]?.liability += liability
        }
        let alone = customers
        for (enterprise, others) in try related(of: guarantor, connection) {
            guard var customer = customers[enterprise] else { continue }
            let known = others.compactMap { alone[$0] }
            customer.related = known.count
            customer.relatedLiability = customer.liability + known.map(\.liability).sum()
            customers[enterprise] = customer
        }
        return Array(customers.values)
    }

    /// The related parties of a guarantor's customers.
    private static func related(
        of guarantor: ID<Institution>, _ connection: Connection
    ) throws -> [Int64: Set<Int64>] {
        let sql = SQL(
            """
            SELECT r.enterprise_id, r.related_id FROM related_party r
            WHERE EXISTS (SELECT 1 FROM guarantee g JOIN agreement a ON a.id = g.agreement_id
                WHERE g.enterprise_id = r.enterprise_id AND a.guarantor_id = ?)
            OR EXISTS (SELECT 1 FROM guarantee g JOIN agreement a ON a.id = g.agreement_id
                WHERE g.enterprise_id = r.related_id AND a.guarantor_id = ?)
            """, [.int(guarantor.number), .int(guarantor.number)])
        var related: [Int64: Set<Int64>] = [:]
        try connection.forEach(sql) { row in
            related[row.int(0), default: []].insert(row.int(1))
            related[row.int(1), default: []].insert(row.int(0))
        }
        return related
    }

    private static func named(_ customers: [Customer], _ connection: Connection) throws -> [Customer] {
        try customers.map { customer in
            var named = customer
            let sql = SQL(
                "SELECT credit_code, name FROM enterprise WHERE id = ?", [.int(customer.enterprise)])
            if let (code, name) = try connection.first(sql, { ($0.text(0), $0.text(1)) }) {
                (named.code, named.name) = (code, name)
            }
            return named
        }
    }
}
