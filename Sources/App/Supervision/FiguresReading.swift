import Core

/// What the entries of a book add up to by a day, guarantee by guarantee, from which all tables of figures
/// come.
struct FiguresReading: Sendable {
    let frame: FiguresFrame
    let sums: EntrySums
    let scans: [GuaranteeScan]
    let customers: CustomerBalances

    init(frame: FiguresFrame, sums: EntrySums, scans: [GuaranteeScan]) {
        self.frame = frame
        self.sums = sums
        self.scans = scans
        var customers = CustomerBalances(enterprises: frame.enterprises)
        for scan in scans {
            for (offset, facts) in scan.facts.enumerated() {
                let outstanding = sums.outstanding(of: scan.first + offset)
                guard !outstanding.isZero else { continue }
                customers.add(
                    outstanding, of: facts.enterprise,
                    with: frame.guarantorOfAgreement[Int(facts.agreement)],
                    isServed: facts.isServed)
            }
        }
        self.customers = customers
    }

    /// The figures of a scope, with rows where a grouping is asked for. Rows of a scope that is not the whole
    /// are those that it has a part in.
    func table(
        asOf day: Day, by grouping: FiguresGrouping? = nil, in scope: FiguresScope = .whole
    ) -> FiguresTable {
        let groups = FiguresGroups(grouping, frame, scans)
        let included = scope.agreements(frame)
        var fold = FiguresFold(agreements: frame.agreements, groups: groups.count)
        for (number, scan) in scans.enumerated() {
            for (offset, facts) in scan.facts.enumerated() where included[Int(facts.agreement)] {
                let totals = sums.totals(of: scan.first + offset)
                fold.add(
                    totals, of: facts, to: groups.place(of: facts, inScan: number),
                    // Of no account, and a look-up, where nothing is outstanding.
                    outstandingOfCustomer: totals.outstanding.isZero ? .zero : outstandingOfCustomer(facts))
            }
        }
        return scope.narrowed(groups.table(fold, frame, asOf: day), frame)
    }

    func outstandingOfCustomer(_ facts: GuaranteeFacts) -> Fen {
        customers.outstanding(
            of: facts.enterprise, with: frame.guarantorOfAgreement[Int(facts.agreement)])
    }
}

/// Whose figures: those of the whole book, or of the agreements that an institution is a party of.
enum FiguresScope: Hashable, Sendable {
    case whole
    case party(Party, ID<Institution>)

    /// By the number of the agreement, whether it is in the scope.
    func agreements(_ frame: FiguresFrame) -> [Bool] {
        var included = [Bool](repeating: false, count: frame.guarantorOfAgreement.count)
        for agreement in frame.agreements { included[Int(agreement.id.number)] = includes(agreement) }
        return included
    }

    func includes(_ agreement: Agreement) -> Bool {
        switch self {
        case .whole: true
        case .party(let party, let id): agreement.institution(party) == id
        }
    }

    /// The institutions that it has agreements with, itself among them.
    private func institutions(_ frame: FiguresFrame) -> Set<ID<Institution>> {
        frame.agreements.filter(includes).reduce(into: []) { known, agreement in
            for party in Party.allCases { agreement.institution(party).map { _ = known.insert($0) } }
        }
    }

    /// The table without what is not the scope's business: rows of strangers, net assets of others.
    fileprivate func narrowed(_ table: FiguresTable, _ frame: FiguresFrame) -> FiguresTable {
        guard case .party(let party, let own) = self else { return table }
        let ownCode = frame.institutions.first { $0.id == own }?.code
        let known = institutions(frame)
        let codes = Set(frame.institutions.filter { known.contains($0.id) }.map(\.code))
        var total = table.total
        total.netAssets = party == .guarantor ? frame.netAssets[own] : nil
        let rows = table.rows.compactMap { row -> FiguresTable.Row? in
            var figures = row.figures
            if row.key != ownCode { figures.netAssets = nil }
            let isKnown = table.grouping == .division ? figures != Figures() : codes.contains(row.key)
            return isKnown ? FiguresTable.Row(key: row.key, name: row.name, figures: figures) : nil
        }
        return FiguresTable(asOf: table.asOf, total: total, grouping: table.grouping, rows: rows)
    }
}
