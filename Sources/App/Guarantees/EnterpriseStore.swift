import Core
import Storage

/// The firms whose loans are guaranteed, one record for each credit code.
enum EnterpriseStore {
    /// The number of the firm; added when it is new. The name first given stays until the register changes
    /// it.
    static func findOrAdd(_ borrower: GuaranteeRegistration.Borrower, _ writing: Writing) throws -> Int64 {
        let known = try writing.connection.first(
            SQL("SELECT id FROM enterprise WHERE credit_code = ?", [.text(borrower.creditCode)])
        ) { $0.int(0) }
        return try known ?? insert(borrower.creditCode, name: borrower.name, writing)
    }

    /// Enters a firm that has no guarantee yet; nothing happens when it is known.
    static func register(_ creditCode: CreditCode, name: String, _ writing: Writing) throws {
        let code = creditCode.description
        let isKnown = try writing.connection.exists(
            SQL("SELECT 1 FROM enterprise WHERE credit_code = ?", [.text(code)]))
        guard !isKnown else { return }
        let number = try insert(code, name: name, writing)
        try writing.record(
            "enterprise/\(number)", action: "enterprise.register",
            after: registered(code, name: name).text)
    }

    /// Says that two firms are related parties (article 16 of Decree 683 counts them together).
    /// - Returns: the number of the record.
    @discardableResult
    static func relate(_ firm: CreditCode, _ other: CreditCode, _ writing: Writing) throws -> Int64 {
        let numbers = (try number(of: firm, writing.connection), try number(of: other, writing.connection))
        try writing.connection.run(
            SQL(
                "INSERT INTO related_party VALUES (?, ?) ON CONFLICT DO NOTHING",
                [.int(numbers.0), .int(numbers.1)]))
        let after = related(to: other.description)
        return try writing.record(
            "related_party/\(numbers.0)-\(numbers.1)", action: "enterprise.relate", after: after.text)
    }

    /// Says that a firm controls a guarantor, which must then not guarantee its loans (article 17).
    static func setController(_ firm: CreditCode, of guarantor: Institution, _ writing: Writing) throws {
        let number = try number(of: firm, writing.connection)
        try writing.connection.run(
            SQL(
                "INSERT INTO controller VALUES (?, ?) ON CONFLICT DO NOTHING",
                [.int(guarantor.id.number), .int(number)]))
        let after = controller(firm.description)
        try writing.record(
            "controller/\(guarantor.id)-\(number)", action: "institution.controller", after: after.text)
    }

    /// What the audit log keeps of a firm that was registered.
    static func registered(_ creditCode: String, name: String) -> JSONText {
        var text = JSONText()
        text.add("credit_code", creditCode)
        text.add("name", name)
        return text
    }

    /// The same of related parties.
    static func related(to creditCode: String) -> JSONText {
        var text = JSONText()
        text.add("related_to", creditCode)
        return text
    }

    /// The same of a controller.
    static func controller(_ creditCode: String) -> JSONText {
        var text = JSONText()
        text.add("controller", creditCode)
        return text
    }

    private static func number(of firm: CreditCode, _ connection: Connection) throws -> Int64 {
        let sql = SQL("SELECT id FROM enterprise WHERE credit_code = ?", [.text(firm.description)])
        guard let number = try connection.first(sql, { $0.int(0) }) else {
            throw NotFound.enterprise(firm.description)
        }
        return number
    }

    private static func insert(_ creditCode: String, name: String, _ writing: Writing) throws -> Int64 {
        let number = try writing.scope.nextNumber(of: .enterprise)
        writing.scope.took(number, of: .enterprise)
        try writing.connection.run(
            SQL("INSERT INTO enterprise VALUES (?, ?, ?)", [.int(number), .text(creditCode), .text(name)]))
        try NamePairs.insert(name, of: number, writing.connection)
        try FirmProfile(name: name, creditCode: creditCode, []).write(of: number, writing.connection)
        return number
    }

    /// Enters many firms that are not there yet, each with its record.
    static func registerAll(_ firms: [(number: Int64, creditCode: String, name: String)], _ writing: Writing)
        throws
    {
        for firm in firms {
            try writing.connection.run(
                SQL(
                    "INSERT INTO enterprise VALUES (?, ?, ?)",
                    [.int(firm.number), .text(firm.creditCode), .text(firm.name)]))
            try writing.record(
                "enterprise/\(firm.number)", action: "enterprise.register",
                after: registered(firm.creditCode, name: firm.name).text)
        }
        try NamePairs.insert(firms.map { ($0.number, $0.name) }, writing.connection)
    }
}
