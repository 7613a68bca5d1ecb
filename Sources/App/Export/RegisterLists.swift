import Core
import Storage

/// Institutions with their net assets over time: a row for each statement of them, one without any where
/// there is none.
enum InstitutionList {
    static let columns: [TableWriter.Column] = [
        .init("code"), .init("name"), .init("kind"), .init("level"), .init("division"),
        .init("net_assets_yuan", .money), .init("net_assets_on", .day),
    ]

    static let rows: SQL = """
        SELECT i.code, i.name, i.kind, i.level, i.division, w.net_assets, w.on_day
        FROM institution i LEFT JOIN institution_worth w ON w.institution_id = i.id ORDER BY i.id, w.on_day
        """

    static func write(_ row: borrowing Storage.Row, _ writer: TableWriter) {
        for column in 0..<5 { writer.text(column, of: row) }
        writer.money(5, of: row)
        writer.day(6, of: row)
    }
}

enum AgreementList {
    static let columns: [TableWriter.Column] = [
        .init("agreement_no"), .init("guarantor"), .init("reguarantor"), .init("bank"), .init("treasury"),
        .init("shares"), .init("from", .day), .init("until", .day), .init("fee_rate_max", .rate),
        .init("borrower_max_yuan", .money),
    ]

    static let rows: SQL = """
        SELECT a.number, g.code, r.code, b.code, t.code, a.shares, a.from_day, a.until_day, a.fee_rate_max,
            a.borrower_max
        FROM agreement a JOIN institution g ON g.id = a.guarantor_id
            LEFT JOIN institution r ON r.id = a.reguarantor_id JOIN institution b ON b.id = a.bank_id
            LEFT JOIN institution t ON t.id = a.treasury_id
        ORDER BY a.id
        """

    static func write(_ row: borrowing Storage.Row, _ writer: TableWriter) {
        for column in 0..<6 { writer.text(column, of: row) }
        writer.day(6, of: row)
        writer.day(7, of: row)
        writer.rate(8, of: row)
        writer.money(9, of: row)
    }
}

enum GuaranteeList {
    static func columns(isFull: Bool) -> [TableWriter.Column] {
        let columns: [TableWriter.Column] = [
            .init("guarantee_no"), .init("agreement_no"), .init("credit_code"), .init("enterprise_name"),
            .init("division"), .init("industry"), .init("employees", .count), .init("revenue_yuan", .money),
            .init("total_assets_yuan", .money), .init("principal_yuan", .money), .init("fee_rate", .rate),
            .init("contract_on", .day), .init("starts_on", .day), .init("ends_on", .day),
        ]
        return isFull ? columns + GuaranteeRow.optional.map { .init($0) } : columns
    }

    static let rows: SQL = """
        SELECT g.number, a.number, f.credit_code, f.name, g.division, g.industry, g.employees, g.revenue,
            g.total_assets, g.principal, g.fee_rate, g.contract_on, g.starts_on, g.ends_on, g.kind,
            g.policy_kind, g.way_of_issue, g.green_credit, g.first_loan, g.related_party, g.customer_kind,
            g.housing, g.bond_rating
        FROM guarantee g JOIN agreement a ON a.id = g.agreement_id JOIN enterprise f ON f.id = g.enterprise_id
        ORDER BY g.id
        """

    static func write(_ row: borrowing Storage.Row, _ writer: TableWriter, isFull: Bool) {
        for column in 0..<6 { writer.text(column, of: row) }
        writer.count(6, of: row)
        for column in 7..<10 { writer.money(column, of: row) }
        writer.rate(10, of: row)
        for column in 11..<14 { writer.day(column, of: row) }
        guard isFull else { return }
        for column in 14..<17 { writer.text(column, of: row) }
        for column in 17..<20 { writer.count(column, of: row) }
        writer.text(20, of: row)
        writer.count(21, of: row)
        writer.text(22, of: row)
    }
}
