import Core
import Storage

/// One guarantee as a visitor may see it, with the names that a page needs.
enum GuaranteeSight {
    struct Seen: Sendable {
        let number: String
        let guarantee: Guarantee
        let version: Int64
        let enterpriseCode: String
        let enterpriseName: String
        let division: String
        let industry: String
        let size: String
        /// Of the parties of its agreement.
        let parties: [Party: Institution]

        func name(of party: Party) -> String { parties[party]?.name ?? "" }
    }

    /// Throws what an address that is not there throws when the guarantee does not concern the visitor.
    static func load(number: String, _ visitor: Visitor, _ connection: Connection) throws -> Seen {
        let sql =
            SQL(
                """
                SELECT g.agreement_id, e.credit_code, e.name, g.division, g.industry, g.size
                FROM guarantee g JOIN enterprise e ON e.id = g.enterprise_id WHERE g.number = ? AND\u{20}
                """, [.text(number)]) + Sight.guarantees(visitor)
        let found = try connection.first(sql) {
            ($0.int(0), $0.text(1), $0.text(2), $0.text(3), $0.text(4), $0.text(5))
        }
        guard let (agreementNumber, code, name, division, industry, size) = found else {
            throw NotFound.guarantee(number)
        }
        let agreement = try AgreementStore.load(ID(agreementNumber), connection)
        let (guarantee, version) = try GuaranteeStore.load(number: number, agreement, connection)
        return Seen(
            number: number, guarantee: guarantee, version: version, enterpriseCode: code,
            enterpriseName: name,
            division: division, industry: industry, size: size,
            parties: try parties(of: agreement, connection))
    }

    private static func parties(
        of agreement: Agreement, _ connection: Connection
    ) throws -> [Party: Institution] {
        var parties: [Party: Institution] = [:]
        for party in Party.allCases {
            guard let id = agreement.institution(party) else { continue }
            parties[party] = try InstitutionStore.load(id, connection)
        }
        return parties
    }
}
