public import Core
public import Storage

/// Draws the monthly form of a guarantor from the book, and the records behind each of its cells.
public enum MonthlyFormStore {
    /// The form of a month.
    ///
    /// - Parameter today: months that begin after it are refused.
    public static func draw(
        _ code: String, _ month: FormMonth, isYearly: Bool = false, today: Day, _ connection: Connection
    ) throws -> MonthlyForm {
        let guarantor = try MonthlyEntryStore.guarantor(code, connection)
        try MonthlyEntryStore.check(guarantor, month, today: today)
        let fold = try MonthlyFormScan(guarantor.id, month, connection).wholeFold()
        return MonthlyForm(
            of: guarantor, month, isYearly: isYearly, drawn: fold,
            entered: try entered(guarantor.id, month, connection))
    }

    static func entered(
        _ guarantor: ID<Institution>, _ month: FormMonth, _ connection: Connection
    ) throws -> MonthlyForm.Entered {
        var entered = MonthlyForm.Entered()
        for column in MonthlyFormColumn.allCases {
            guard let source = column.enteredMonth(of: month) else { continue }
            let entries = try MonthlyEntryStore.load(guarantor, source, connection)
            entered.values[column] = entries.values
            entered.netAssets[column] = try InstitutionStore.netAssets(
                of: guarantor, on: column.moment.day(of: month), connection)
            guard column == .amount else { continue }
            (entered.checkedBy, entered.telephone) = (entries.checkedBy, entries.telephone)
        }
        return entered
    }
}

/// One of the records that add up to a cell.
public struct MonthlyFormRecord: Hashable, Sendable {
    public let origin: Origin
    /// Fen, customers or persons, as the cell.
    public let amount: Int64

    public enum Origin: Hashable, Sendable {
        case guarantee(number: String, borrower: String)
        case customer(code: String, name: String)
        /// Entered for a month under a row.
        case entered(FormMonth, row: String)
        /// Stated in the register, as it stood on a day.
        case netAssets(Day)
    }
}

extension MonthlyFormStore {
    /// The records behind a cell, which add up to it; none for a cell without a value.
    public static func records(
        of row: MonthlyFormRow, _ column: MonthlyFormColumn, _ code: String, _ month: FormMonth,
        _ connection: Connection
    ) throws -> [MonthlyFormRecord] {
        let guarantor = try MonthlyEntryStore.guarantor(code, connection)
        return try MonthlyFormRecords(guarantor.id, month, connection).records(of: row, column)
    }
}

/// What the records of all cells of one form need, read once.
struct MonthlyFormRecords {
    private let scan: MonthlyFormScan
    private let month: FormMonth
    private let entered: MonthlyForm.Entered
    /// The places of the guarantees in the scan, by their numbers.
    private let order: [Int]
    /// By the place of the guarantee.
    private var guarantees: [(number: String, borrower: String)] = []
    /// By the place of the enterprise.
    private var customers: [(code: String, name: String)] = []

    init(_ guarantor: ID<Institution>, _ month: FormMonth, _ connection: Connection) throws {
        self.month = month
        let scan = try MonthlyFormScan(guarantor, month, connection)
        self.scan = scan
        order = scan.numbers.indices.sorted { scan.numbers[$0] < scan.numbers[$1] }
        entered = try MonthlyFormStore.entered(guarantor, month, connection)
        var names: [Int64: (number: String, enterprise: Int64, code: String, borrower: String)] = [:]
        let sql = SQL(
            """
            SELECT g.id, g.number, n.id, n.credit_code, n.name FROM agreement a
                JOIN guarantee g ON g.agreement_id = a.id JOIN enterprise n ON n.id = g.enterprise_id
            WHERE a.guarantor_id = ?
            """, [.int(guarantor.number)])
        var codes: [Int64: (code: String, name: String)] = [:]
        try connection.forEach(sql) { row in
            names[row.int(0)] = (row.text(1), row.int(2), row.text(3), row.text(4))
            codes[row.int(2)] = (row.text(3), row.text(4))
        }
        guarantees = scan.numbers.map { (names[$0]?.number ?? "", names[$0]?.borrower ?? "") }
        customers = scan.enterprises.map { codes[$0] ?? ("", "") }
    }

    func records(of row: MonthlyFormRow, _ column: MonthlyFormColumn) -> [MonthlyFormRecord] {
        if row.span == .inYear, column.flowsFrom == nil { return [] }
        switch row.source {
        case .heading: return []
        case .entered, .enteredBusiness: return ofEntry(row, column)
        case .netAssets:
            guard let amount = entered.netAssets[column] else { return [] }
            return [
                MonthlyFormRecord(origin: .netAssets(column.moment.day(of: month)), amount: amount.fen)
            ]
        case .sum(let parts):
            return parts.compactMap(MonthlyFormRow.find).flatMap { records(of: $0, column) }
        case .drawn(let measure, let group, let adds):
            let drawn =
                measure.isCustomers
                ? ofCustomers(measure, group, column) : ofGuarantees(measure, group, row.span, column)
            return drawn + (adds ? ofEntry(row, column) : [])
        }
    }

    private func ofEntry(_ row: MonthlyFormRow, _ column: MonthlyFormColumn) -> [MonthlyFormRecord] {
        guard let amount = entered.values[column]?[row.number], let source = column.enteredMonth(of: month)
        else { return [] }
        return [MonthlyFormRecord(origin: .entered(source, row: row.number), amount: amount)]
    }

    private func ofCustomers(
        _ measure: MonthlyFormMeasure, _ group: MonthlyFormGroup, _ column: MonthlyFormColumn
    ) -> [MonthlyFormRecord] {
        var counts = [Bool](repeating: false, count: customers.count)
        for (place, guarantee) in scan.guarantees.enumerated() where guarantee.isIn(group) {
            let amount =
                measure == .customersInForce
                ? scan.outstanding(of: place, at: column.moment) : scan.disbursedInYear(of: place, column)
            if amount.isPositive { counts[Int(guarantee.enterprise)] = true }
        }
        return counts.indices.filter { counts[$0] }.map {
            MonthlyFormRecord(
                origin: .customer(code: customers[$0].code, name: customers[$0].name), amount: 1)
        }
    }

    private func ofGuarantees(
        _ measure: MonthlyFormMeasure, _ group: MonthlyFormGroup, _ span: MonthlyFormRow.Span,
        _ column: MonthlyFormColumn
    ) -> [MonthlyFormRecord] {
        // The liability is rounded once for all: each guarantee has what the balance grows by with it.
        var fold = measure == .liability ? scan.fold() : nil
        return order.compactMap { place in
            let guarantee = scan.guarantees[place]
            guard guarantee.isIn(group) else { return nil }
            let outstanding = scan.outstanding(of: place, at: column.moment)
            let amount =
                fold?.addLiability(outstanding, of: guarantee, at: column.moment)
                ?? value(place, guarantee, measure, span, column)
            guard !amount.isZero else { return nil }
            let (number, borrower) = guarantees[place]
            return MonthlyFormRecord(
                origin: .guarantee(number: number, borrower: borrower), amount: amount.fen)
        }
    }

    private func value(
        _ place: Int, _ guarantee: MonthlyFormGuarantee, _ measure: MonthlyFormMeasure,
        _ span: MonthlyFormRow.Span, _ column: MonthlyFormColumn
    ) -> Fen {
        let shares = scan.shares[Int(guarantee.shares)]
        let value = scan.totals(of: place, at: column.moment).value(measure, shares)
        guard span == .inYear, let start = column.flowsFrom else { return value }
        return value - scan.totals(of: place, at: start).value(measure, shares)
    }
}
