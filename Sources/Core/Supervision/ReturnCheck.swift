/// Checks a return against itself, row by row as it is written; what it finds is to be mended before it is
/// sent.
public struct ReturnCheck: Sendable {
    /// The findings that are kept; the others are counted.
    public static let findingLimit = 1_000
    public static let institutionNameLimit = 30
    public static let customerNameLimit = 20
    public static let projectNameLimit = 30

    public private(set) var findings: [ReturnFinding] = []
    public private(set) var findingCount = 0
    private var institutions: Set<String> = []
    private var customers: Set<String> = []
    private var projects: Set<String> = []
    /// Customers that projects name and that have not come yet.
    private var awaited: Set<String> = []

    public init() {}

    public mutating func check(_ row: ReturnRows.Institution) {
        if !institutions.insert(row.id).inserted { report(.repeated(.institutions, row.id)) }
        check(row.name, atMost: Self.institutionNameLimit, .institutions, row.id)
        if row.share <= 0 { report(.notPositive(.institutions, row.id)) }
    }

    public mutating func check(_ row: ReturnRows.Customer) {
        if !customers.insert(row.id).inserted { report(.repeated(.customers, row.id)) }
        awaited.remove(row.id)
        check(row.name, atMost: Self.customerNameLimit, .customers, row.id)
        if (try? Identifier(row.documentNumber)) == nil {
            report(.documentNumber(row.id, row.documentNumber))
        }
    }

    /// The institutions come before; the customers may come after.
    public mutating func check(_ rows: ReturnRows.OfProject) {
        let project = rows.project
        let contract = project.facts.terms.principal
        if !projects.insert(project.id).inserted { report(.repeated(.projects, project.id)) }
        if !customers.contains(project.customer) { awaited.insert(project.customer) }
        check(project.name, atMost: Self.projectNameLimit, .projects, project.id)
        if !contract.isPositive { report(.notPositive(.projects, project.id)) }
        if project.released > contract { report(.aboveContract(project.id, project.released, contract)) }
        checkShares(rows, contract)
        check(rows.releases, in: .releases, rows, contract)
        check(rows.compensations, in: .compensations, rows, nil)
        for row in rows.recoveries where !row.isCorrection {
            let isEmpty = row.amount.isZero && row.costs.isZero
            if isEmpty || row.amount.isNegative || row.costs.isNegative {
                report(.notPositive(.recoveries, row.id))
            }
        }
    }

    /// What can only be said at the end: every customer that a project names has come.
    public mutating func finish() {
        for customer in awaited.sorted() { report(.unknownReference(.projects, customer)) }
        awaited = []
    }

    private mutating func checkShares(_ rows: ReturnRows.OfProject, _ contract: Fen) {
        for row in rows.shares {
            if !institutions.contains(row.institution) { report(.unknownReference(.shares, row.institution)) }
            if row.share <= 0 || row.amount.isNegative { report(.notPositive(.shares, row.id)) }
        }
        let percent = rows.shares.reduce(0) { $0 + $1.share }
        let amount = rows.shares.map(\.amount).sum()
        if percent != 10_000 || amount != contract {
            report(.sharesIncomplete(rows.project.id, amount, contract))
        }
    }

    private mutating func check(
        _ movements: [ReturnRows.Movement], in table: ReturnTable, _ rows: ReturnRows.OfProject,
        _ contract: Fen?
    ) {
        let known = Set(rows.shares.map(\.institution))
        for row in movements {
            if !known.contains(row.institution) { report(.unknownReference(table, row.institution)) }
            if !row.isCorrection, !row.amount.isPositive { report(.notPositive(table, row.id)) }
        }
        let sum = movements.map(\.amount).sum()
        if let contract, sum > contract { report(.aboveContract(rows.project.id, sum, contract)) }
    }

    private mutating func check(_ name: String, atMost limit: Int, _ table: ReturnTable, _ id: String) {
        if name.isEmpty { report(.nameMissing(table, id)) }
        if name.count > limit { report(.nameTooLong(table, id, name, limit)) }
    }

    private mutating func report(_ finding: ReturnFinding) {
        findingCount += 1
        if findings.count < Self.findingLimit { findings.append(finding) }
    }
}
