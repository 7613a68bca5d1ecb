import Core
import Storage

/// The firms whose loans are guaranteed, one record for each credit code.
enum EnterpriseStore {
    /// The number of the firm; added when it is new. The name first given stays until the register changes it.
    static func findOrAdd(_ borrower: GuaranteeRegistration.Borrower, _ writing: Writing) throws -> Int64 {
        let known = try writing.connection.first(
            SQL("SELECT id FROM enterprise WHERE credit_code = ?", [.text(borrower.creditCode)])
        ) { $0.int(0) }
        if let known { return known }
        let number = try writing.scope.nextNumber(of: .enterprise)
        writing.scope.took(number, of: .enterprise)
        try writing.connection.run(
            SQL("INSERT INTO enterprise VALUES (?, ?, ?)", [.int(number), .text(borrower.creditCode), .text(borrower.name)]))
        return number
    }
}
