/// What was spent in a year, by project and by kind of expense.
public struct ResearchSums: Hashable, Sendable {
    public let year: Int
    /// By the number of the project, then by the name of the kind.
    public private(set) var projects: [String: [String: Fen]] = [:]
    public private(set) var voucherCount = 0

    public init(year: Int) { self.year = year }

    /// Adds what several vouchers come to.
    public mutating func add(_ amount: Fen, project: String, kind: String, vouchers: Int = 1) {
        projects[project, default: [:]][kind, default: .zero] += amount
        voucherCount += vouchers
    }

    public mutating func add(_ voucher: ResearchVoucher) {
        guard voucher.day.year == year else { return }
        add(voucher.amount, project: voucher.project, kind: voucher.kind)
    }

    /// Nothing is known of a year without vouchers; in one with any, a kind without vouchers is zero.
    public var isEmpty: Bool { voucherCount == 0 }

    public func sum(of kind: String) -> Fen { projects.values.compactMap { $0[kind] }.sum() }

    public func sum(of kind: String, project: String) -> Fen { projects[project]?[kind] ?? .zero }

    public func total(project: String) -> Fen { (projects[project] ?? [:]).values.sum() }

    public var total: Fen { projects.values.map { $0.values.sum() }.sum() }
}
