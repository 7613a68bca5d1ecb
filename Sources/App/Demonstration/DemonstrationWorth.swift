import Core

/// The net assets of the guarantors over time, and the capital that their owners pay in. On the balance day
/// those together stand so that the average leverage is 2.5.
struct DemonstrationWorth {
    private(set) var acts: [DemonstrationAct] = []
    private let institutions: DemonstrationInstitutions
    private let divisor: Int64
    /// For each institution, tenths: 25 is a leverage of 2.5.
    private var leverages: [Int64] = []
    /// For each institution on the balance day.
    private var worths: [Fen] = []

    init(_ institutions: DemonstrationInstitutions, divisor: Int64, _ random: SeededGenerator) {
        var random = random
        self.institutions = institutions
        self.divisor = divisor
        leverages = institutions.all.map { _ in Int64(random.number(22...31)) }
    }

    /// Gives the loans their sizes, each within what the net assets of its guarantor allow one borrower.
    mutating func size(_ loans: inout DemonstrationLoans, to total: Fen) {
        let units = DemonstrationUnit.units(total)
        loans.scale(to: units) { _ in 6_000 }
        var balances = Array(repeating: Fen.zero, count: institutions.all.count)
        for loan in loans.all where loan.runs(on: DemonstrationDays.balance) {
            balances[place(of: loan.item.agreement)] += DemonstrationUnit.fen(loan.units)
        }
        worths = worths(for: balances)
        loans.scale(to: units) { loan in
            let shares = loan.item.agreement.shares
            let worth = worths[place(of: loan.item.agreement)]
            let ceiling = Limits.borrower.of(worth).fen / shares.weights[0] * shares.sum
            return min(DemonstrationUnit.units(Fen(ceiling * 85 / 100)), 6_000)
        }
    }

    private func place(of agreement: Agreement) -> Int { Int(agreement.guarantor.number) - 1 }

    private func worths(for balances: [Fen]) -> [Fen] {
        institutions.all.indices.map { index in
            let seat = institutions.all[index]
            guard !seat.isOld else {
                let worth = rounded(Fen(balances[index].fen * divisor * 10 / leverages[index]))
                return max(worth, .yuan(50_000_000))
            }
            switch seat.institution.level {
            case .region: return .yuan(500_000_000)
            case .city: return .yuan(60_000_000 + leverages[index] * 2_000_000)
            case .county: return .yuan(30_000_000 + leverages[index] * 1_000_000)
            }
        }
    }

    private func rounded(_ amount: Fen) -> Fen { DemonstrationUnit.fen(DemonstrationUnit.units(amount)) }

    /// States the net assets; the largest guarantor, the first, has what makes the average leverage on the
    /// balance day from what the lives leave outstanding.
    mutating func state(_ histories: [DemonstrationHistory]) {
        let balance = histories.map { $0.outstanding(on: DemonstrationDays.balance) }.sum()
        let guarantors = institutions.all.indices.filter {
            institutions.all[$0].institution.kind == .guarantor
        }
        let together = guarantors.filter { institutions.all[$0].since <= DemonstrationDays.balance }.map {
            worths[$0]
        }.sum()
        worths[0] += rounded(Fen(balance.fen * divisor * 10 / 25)) - together
        for index in guarantors { addStatements(of: index, worth: worths[index]) }
        let reguarantor = institutions.reguarantor
        add(.capital(Int(reguarantor.institution.id.number) - 1, .yuan(1_000_000_000)), reguarantor.since)
        add(.worth(Int(reguarantor.institution.id.number) - 1, .yuan(1_000_000_000)), reguarantor.since)
    }

    /// In hundredths of the worth on the balance day.
    private mutating func addStatements(of index: Int, worth: Fen) {
        let seat = institutions.all[index]
        let statements: [(day: Day, hundredths: Int64)] = [
            (DemonstrationDays.day(2014, 12, 31), 93), (DemonstrationDays.day(2015, 12, 31), 97),
            (DemonstrationDays.balance, 100), (DemonstrationDays.day(2016, 12, 31), 103),
            (DemonstrationDays.day(2017, 6, 30), 105),
        ]
        let first = seat.isOld ? worth.fen / 100 * 89 : worth.fen
        add(.capital(index, rounded(Fen(first))), seat.since)
        add(.worth(index, rounded(Fen(first))), seat.since)
        for (day, hundredths) in statements where day > seat.since {
            add(.worth(index, rounded(Fen(worth.fen / 100 * hundredths))), day)
        }
        let grows = index.isMultiple(of: 3)
        if grows { add(.capital(index, rounded(Fen(worth.fen / 25))), DemonstrationDays.day(2016, 12, 15)) }
    }

    private mutating func add(_ deed: DemonstrationAct.Deed, _ day: Day) {
        acts.append(DemonstrationAct(day: day, deed: deed))
    }
}
