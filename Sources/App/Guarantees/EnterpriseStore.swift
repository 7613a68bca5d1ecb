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
        var after = JSONText()
        after.add("credit_code", code)
        after.add("name", name)
        try writing.record("enterprise/\(number)", action: "enterprise.register", after: after.text)
    }

    private static func insert(_ creditCode: String, name: String, _ writing: Writing) throws -> Int64 {
        let number = try writing.scope.nextNumber(of: .enterprise)
        writing.scope.took(number, of: .enterprise)
        try writing.connection.run(
            SQL("INSERT INTO enterprise VALUES (?, ?, ?)", [.int(number), .text(creditCode), .text(name)]))
        return number
    }
}
