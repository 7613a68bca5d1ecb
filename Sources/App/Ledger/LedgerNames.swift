import Core
import Storage

/// The names of the ledger's accounts in exports, such as `Assets:Cash:B1`: a root that other programs know,
/// the kind of balance, and the code of the institution.
struct LedgerNames: Sendable {
    /// An account that has postings.
    struct Account: Sendable {
        let number: Int64
        let name: String
        let institution: String
    }

    /// By rising number.
    let accounts: [Account]
    private let names: [Int64: [UInt8]]

    /// All accounts of the book.
    init(_ connection: Connection) throws {
        let institutions = try connection.all("SELECT id, code, name FROM institution ORDER BY id") {
            (id: $0.int(0), code: $0.text(1), name: $0.text(2))
        }
        var components: [Int64: (component: String, name: String)] = [:]
        var taken: Set<String> = []
        for institution in institutions {
            var component = LedgerNames.component(institution.code)
            if component != institution.code { component += "-\(institution.id)" }
            // What an earlier institution has, be it its own code, stays its own.
            while !taken.insert(component).inserted { component += "-\(institution.id)" }
            components[institution.id] = (component, institution.name)
        }
        let numbers = try connection.all("SELECT account FROM balance ORDER BY account") { $0.int(0) }
        accounts = numbers.map { number in
            let account = Core.Account(number: number)
            let institution = account.flatMap { components[$0.institution.number] }
            guard let account, let institution else {
                return Account(number: number, name: LedgerNames.unknown(number), institution: "")
            }
            return Account(
                number: number, name: "\(account.kind.root):\(institution.component)",
                institution: institution.name)
        }
        names = Dictionary(uniqueKeysWithValues: accounts.map { ($0.number, Array($0.name.utf8)) })
    }

    func append(_ account: Int64, to bytes: ByteScratch) {
        guard let name = names[account] else { return bytes.append(LedgerNames.unknown(account).utf8) }
        name.withUnsafeBufferPointer { bytes.append($0) }
    }

    private static func unknown(_ number: Int64) -> String { "Equity:Unknown:N\(number)" }

    /// Letters and digits of ASCII, a capital or a digit first, as beancount wants it. A code that is so
    /// already stays as it is; any other gets the number of its institution behind it.
    private static func component(_ code: String) -> String {
        var text = ""
        for scalar in code.unicodeScalars {
            let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
            text.unicodeScalars.append(isPlain || scalar == "-" ? scalar : "-")
        }
        guard let first = text.first, first != "-" else { return "X" + text }
        return first.uppercased() + text.dropFirst()
    }
}

extension Account.Kind {
    /// The kind under one of the five roots of double entry.
    fileprivate var root: String {
        switch self {
        case .cash: "Assets:Cash"
        case .fund: "Assets:Fund"
        case .loans: "Assets:Loans"
        case .borne: "Assets:Borne"
        case .recoveryCosts: "Assets:RecoveryCosts"
        case .interest: "Income:Interest"
        case .fees: "Income:Fees"
        case .lost: "Expenses:Lost"
        case .surplus: "Liabilities:Surplus"
        case .capital: "Equity:Capital"
        case .budget: "Equity:Budget"
        }
    }
}
