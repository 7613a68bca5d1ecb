import Core

/// All that happens in the demonstration province, in the order of its days: made from a seed alone, without
/// a clock or a database, and checked by the domain as it is made.
struct DemonstrationPlan: Sendable {
    let firms: [DemonstrationFirm]
    let institutions: DemonstrationInstitutions
    let agreements: DemonstrationAgreements
    private(set) var histories: [DemonstrationHistory]
    /// The number of each history's guarantee.
    let numbers: [String]
    private(set) var acts: [DemonstrationAct] = []
    /// Where the risk-sharing fund is short.
    let shortTreasury: String
    /// What is known of the firms.
    let facts: DemonstrationFacts

    init(seed: UInt64, scale: DemonstrationScale) throws {
        var random = SeededGenerator(seed: seed)
        var forFirms = random.fork()
        firms = try DemonstrationFirm.make(scale.firms, &forFirms)
        institutions = try DemonstrationInstitutions()
        agreements = try DemonstrationAgreements(institutions)
        var forLoans = random.fork()
        let newcomers = 0..<(scale.guaranteedFirms * 3 / 100)
        var loans = try DemonstrationLoans(
            newcomers.upperBound..<scale.guaranteedFirms, of: firms, agreements, &forLoans)
        var reguaranteed = DemonstrationReguaranteed(
            first: newcomers, guaranteed: 0..<scale.guaranteedFirms, of: firms, busyUntil: loans.busyUntil,
            agreements,
            target: scale.reguaranteedOutstanding, random.fork())
        try reguaranteed.make()
        let rest = scale.guaranteed - reguaranteed.histories.map(\.terms.principal).sum()
        var worth = DemonstrationWorth(institutions, divisor: scale.divisor, random.fork())
        worth.size(&loans, to: rest)
        histories = try DemonstrationPlan.lives(of: loans, &forLoans)
        worth.state(histories)
        histories += reguaranteed.histories
        var applications = DemonstrationApplications(
            firms: scale.guaranteedFirms..<scale.firms, of: firms, reguaranteed, random.fork())
        try applications.make(divisor: scale.divisor)
        histories += applications.histories
        numbers = DemonstrationPlan.numbers(of: histories)
        shortTreasury = reguaranteed.histories.first?.agreement.treasuryDivision ?? ""
        let forFirmDays = random.fork()
        facts = DemonstrationFacts(firms, divisor: scale.divisor, random.fork())
        acts = try arranged(
            worth.acts + DemonstrationEntries(institutions, worth, histories, random.fork()).acts, forFirmDays
        )
    }

    private static func lives(
        of loans: DemonstrationLoans, _ random: inout SeededGenerator
    ) throws -> [DemonstrationHistory] {
        try loans.all.map { loan in
            var history = try DemonstrationHistory(
                loan.terms, firm: loan.firm, under: loan.item, renews: loan.renews,
                repaysInParts: loan.repaysInParts)
            try history.live(loan.fate, &random)
            return history
        }
    }

    /// The year and a running number in the order of the applications.
    private static func numbers(of histories: [DemonstrationHistory]) -> [String] {
        let order = histories.indices.sorted {
            (histories[$0].appliedOn, $0) < (histories[$1].appliedOn, $1)
        }
        var numbers = Array(repeating: "", count: histories.count)
        var counts: [Int: Int] = [:]
        for index in order {
            let year = histories[index].appliedOn.year
            let count = counts[year, default: 0] + 1
            counts[year] = count
            let digits = String(count)
            numbers[index] = "DB\(year)-" + String(repeating: "0", count: max(0, 5 - digits.count)) + digits
        }
        return numbers
    }
}

/// One thing that is done on a day; the numbers are places in the plan.
struct DemonstrationAct: Sendable {
    let day: Day
    let deed: Deed

    enum Deed: Sendable {
        case institution(Int)
        case worth(Int, Fen)
        case capital(Int, Fen)
        case agreement(Int)
        case appropriation(Int, Fen)
        case firm(Int)
        case life(Int, act: Int)
        case monthlyEntries(Int, FormMonth, [MonthlyFormEntry])
        case telling(DemonstrationTelling)
    }
}

extension DemonstrationPlan {
    private func arranged(
        _ ofInstitutions: [DemonstrationAct], _ random: SeededGenerator
    ) throws -> [DemonstrationAct] {
        var acts: [DemonstrationAct] = []
        for (index, seat) in institutions.all.enumerated() {
            acts.append(DemonstrationAct(day: seat.since, deed: .institution(index)))
        }
        acts += try ofInstitutions + appropriations()
        for (index, item) in agreements.all.enumerated() {
            let day = try DemonstrationDays.onOrAfter(item.concludedOn)
            acts.append(DemonstrationAct(day: day, deed: .agreement(index)))
        }
        acts += try registrations(random)
        acts += DemonstrationTelling.allCases.map { DemonstrationAct(day: $0.day, deed: .telling($0)) }
        for (index, history) in histories.enumerated() {
            for (place, act) in history.acts.enumerated() {
                acts.append(DemonstrationAct(day: act.day, deed: .life(index, act: place)))
            }
        }
        // Of one day the acts stay in the order above; sorting alone need not keep it.
        let order = acts.indices.sorted { (acts[$0].day, $0) < (acts[$1].day, $1) }
        return order.map { acts[$0] }
    }

    /// Every January the budgets put money into the funds; where it is short, little.
    private func appropriations() throws -> [DemonstrationAct] {
        var acts: [DemonstrationAct] = []
        for (index, seat) in institutions.all.enumerated() where seat.institution.kind == .treasury {
            let isCity = seat.institution.level == .city
            let isShort = seat.institution.division == shortTreasury
            for year in (isCity ? 2014 : 2016)...2017 {
                let yuan: Int64 = isShort ? 12_000 : isCity ? 1_500_000 : 400_000
                let day = try DemonstrationDays.onOrAfter(DemonstrationDays.day(year, 1, 20))
                acts.append(DemonstrationAct(day: day, deed: .appropriation(index, .yuan(yuan))))
            }
        }
        return acts
    }

    /// A firm is registered before it first applies; others in the course of the years.
    private func registrations(_ random: SeededGenerator) throws -> [DemonstrationAct] {
        var random = random
        var first: [Day?] = Array(repeating: nil, count: firms.count)
        for history in histories {
            first[history.firm] = min(first[history.firm] ?? history.appliedOn, history.appliedOn)
        }
        return try firms.indices.map { firm in
            let days = random.number(0...20)
            let day = first[firm].map { $0 + -days } ?? DemonstrationDays.day(2014, 3, 3) + days * 55
            let registered = try DemonstrationDays.onOrAfter(day)
            return DemonstrationAct(day: min(registered, first[firm] ?? registered), deed: .firm(firm))
        }
    }
}
